package dev.orderflow.drill.incident;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Checks of an incident file that its JSON schema cannot make: services are those of the chart, and references lead to
 * something.
 *
 * @param json the file's content
 * @param services of the chart
 * @param parts components that are not services, as kafka
 * @param releases the folder of the releases
 */
record IncidentChecks(Incident incident, JsonNode json, Set<String> services, Set<String> parts, Path releases) {

    /**
     * A fault of an incident file.
     *
     * @param place the keys and indices that lead to the faulty value
     */
    record Fault(List<Object> place, String message) {

        String pointer() {
            return place.stream().map(Object::toString).collect(Collectors.joining("/", "/", ""));
        }
    }

    List<Fault> faults() {
        var faults = new ArrayList<Fault>();
        component(faults);
        id(faults);
        trigger(faults, List.of("trigger"), incident.trigger());
        if (incident.control() != null) {
            trigger(faults, List.of("control", "trigger"), incident.control().trigger());
        }
        evidence(faults);
        once(faults, List.of("mitigations"), incident.mitigations(), Incident.Mitigation::id, "id");
        once(faults, List.of("proof"), incident.proof(), Incident.Proof::run, "run");
        once(faults, List.of("expect", "pages"), incident.expect().alerts(), alert -> alert, "alert");
        once(faults, List.of("harmful"), incident.harms(), Harm::id, "id");
        for (var i = 0; i < incident.harms().size(); i++) {
            service(
                    faults,
                    List.of("harmful", i, "run"),
                    incident.harms().get(i).run().service());
        }
        mitigations(faults);
        proof(faults);
        return faults;
    }

    /** Checks that what the trigger puts into the cluster does not name the incident to whoever responds. */
    private void id(List<Fault> faults) {
        var words = List.of(incident.id().split("-"));
        var pattern = Pattern.compile(words.stream().map(Pattern::quote).collect(Collectors.joining("[-_. ]?")));
        var changes = Stream.of(json.path("trigger"), json.at("/control/trigger"))
                .map(JsonNode::toString)
                .map(text -> text.toLowerCase(Locale.ROOT));
        if (words.size() > 1 && changes.anyMatch(text -> pattern.matcher(text).find())) {
            faults.add(new Fault(List.of("id"), "the trigger or the control has these words, too; take others"));
        }
    }

    private void component(List<Fault> faults) {
        var component = incident.truth().component();
        if (!services.contains(component) && !parts.contains(component)) {
            faults.add(new Fault(
                    List.of("truth", "component"),
                    "%s is no service of helm/orderflow/values.yaml (%s) and none of the schema's parts (%s)"
                            .formatted(component, String.join(", ", services), String.join(", ", parts))));
        }
    }

    private void servicesOf(List<Fault> faults, List<Object> place, Iterable<String> names) {
        names.forEach(name -> service(faults, below(place, name), name));
    }

    private void service(List<Fault> faults, List<Object> place, String name) {
        if (!services.contains(name)) {
            faults.add(new Fault(
                    place,
                    "%s is no service of helm/orderflow/values.yaml; there are: %s"
                            .formatted(name, String.join(", ", services))));
        }
    }

    /** Checks that the services of a trigger exist, and that neither value of {@code edit} contains the other. */
    private void trigger(List<Fault> faults, List<Object> place, Trigger trigger) {
        switch (trigger) {
            case ScaleTrigger scale -> {
                servicesOf(faults, below(place, "scale"), scale.pods().keySet());
                if (!scale.addsPods() && scale.pods().values().stream().anyMatch(pods -> pods > 0)) {
                    faults.add(
                            new Fault(below(place, "scale"), "it adds pods, or takes all of some away, but not both"));
                }
            }
            case EnvTrigger env -> service(faults, below(place, "env", "service"), env.service());
            case EditTrigger edit -> edit(faults, below(place, "edit", "to"), edit);
            case SequenceTrigger sequence -> {
                if (sequence.changes().stream()
                                .filter(SqlTrigger.class::isInstance)
                                .count()
                        > StoreSession.SHELLS) {
                    faults.add(new Fault(
                            below(place, "sequence"),
                            "it has more than the %d sessions at PostgreSQL that each drill opens"
                                    .formatted(StoreSession.SHELLS)));
                }
                for (var i = 0; i < sequence.changes().size(); i++) {
                    trigger(
                            faults,
                            below(place, "sequence", i),
                            sequence.changes().get(i));
                }
            }
            case ExecTrigger exec -> {
                if (!StoreSession.PODS.contains(exec.pod())) {
                    faults.add(new Fault(
                            below(place, "exec", "pod"),
                            "%s is none of the pods in which each drill opens a shell: %s"
                                    .formatted(exec.pod(), String.join(", ", StoreSession.PODS))));
                }
            }
            case ReleaseTrigger release -> release(faults, below(place, "release"), release);
            case SqlTrigger _, ApplyTrigger _, DrainTrigger _ -> {}
        }
    }

    private void release(List<Fault> faults, List<Object> place, ReleaseTrigger release) {
        service(faults, below(place, "service"), release.service());
        if (!Files.isRegularFile(releases.resolve(release.patch()))) {
            faults.add(new Fault(below(place, "version"), "there is no k8s/releases/%s".formatted(release.patch())));
        }
    }

    private static void edit(List<Fault> faults, List<Object> place, EditTrigger edit) {
        var from = String.valueOf(edit.from());
        var to = String.valueOf(edit.to());
        if (from.equals(to)) {
            faults.add(new Fault(place, "it is what from is: nothing would change"));
        } else if (EditTrigger.isPart(edit.from(), edit.to()) || EditTrigger.isPart(edit.to(), edit.from())) {
            faults.add(new Fault(
                    place,
                    "one of from and to contains the other: whether the change is made would be ambiguous: %s, %s"
                            .formatted(from, to)));
        }
    }

    private void evidence(List<Fault> faults) {
        var evidence = incident.truth().evidence();
        for (var i = 0; i < evidence.size(); i++) {
            if (evidence.get(i).ask() instanceof Evidence.Traces traces) {
                servicesOf(faults, List.of("truth", "evidence", i, "ask", "traces", "services"), traces.services());
            }
        }
    }

    private static <T> void once(
            List<Fault> faults, List<Object> place, List<T> all, Function<T, String> name, String member) {
        var seen = new HashSet<String>();
        for (var i = 0; i < all.size(); i++) {
            if (!seen.add(name.apply(all.get(i)))) {
                faults.add(new Fault(below(place, i, member), name.apply(all.get(i)) + " stands here twice"));
            }
        }
    }

    private void mitigations(List<Fault> faults) {
        for (var i = 0; i < incident.mitigations().size(); i++) {
            if (incident.mitigations().get(i).run() instanceof Remedy.Fewer fewer) {
                pods(faults, List.of("mitigations", i, "run", "scale", "pods"), fewer.pods());
            }
        }
    }

    private void proof(List<Fault> faults) {
        for (var i = 0; i < incident.proof().size(); i++) {
            var proof = incident.proof().get(i);
            if (proof.isControl() && incident.control() == null) {
                faults.add(new Fault(List.of("proof", i, "control"), incident.id() + " has no control"));
            }
            if (proof.pods() != null) {
                pods(faults, List.of("proof", i, "pods"), proof.pods());
            }
            if (proof.mitigation() != null) {
                try {
                    incident.preventive(proof.mitigation());
                } catch (IllegalArgumentException e) {
                    faults.add(new Fault(List.of("proof", i, "mitigation"), String.valueOf(e.getMessage())));
                }
            }
        }
    }

    private void pods(List<Fault> faults, List<Object> place, int pods) {
        try {
            incident.over(pods);
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(place, String.valueOf(e.getMessage())));
        }
    }

    private static List<Object> below(List<Object> place, Object... steps) {
        var all = new ArrayList<>(place);
        all.addAll(List.of(steps));
        return all;
    }
}
