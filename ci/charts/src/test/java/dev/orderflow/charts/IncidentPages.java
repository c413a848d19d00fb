package dev.orderflow.charts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The page of the incidents, for whoever teaches: made from the incidents' files, and from the figures of their last
 * proofs.
 */
final class IncidentPages {

    private static final Path FOLDER = Path.of("k8s/incidents");

    private IncidentPages() {}

    /** @param made a sentence with the place of what a page is made from */
    static String markdown(String made) throws IOException {
        var page = new StringBuilder("""
                # The incidents

                %s

                Whoever responds to a drill does not look here: it has the causes. `make rehearse INCIDENT=<id>` runs one in
                short, with one check a line; `make incident INCIDENT=<id>` runs it in full, until `make recover`. The tables
                are of `make prove INCIDENT=<id> KEEP=yes`: times of pages count from the first failed request.
                %s""".formatted(made.formatted("the files of `k8s/incidents`"), ProofRun.summary()));
        try (var files = Files.list(Chart.ROOT.resolve(FOLDER))) {
            for (var file : files.filter(name -> name.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                page.append(section(Chart.yaml(Files.readString(file)).getFirst()));
            }
        }
        return page.append(DrillRun.section()).toString();
    }

    private static String section(Map<String, Object> incident) throws IOException {
        var truth = Chart.map(incident.get("truth"));
        return """

                ## %s

                %s. What somebody changes:

                ```yaml
                %s
                ```

                - **Pages**: %s
                - **What does not work**: %s
                - **Cause**: `%s`, `%s`. %s
                - **Evidence**:
                %s
                - **What ends it**:
                %s
                %s%s%s%s""".formatted(
                incident.get("id"),
                incident.get("title"),
                trigger(incident),
                list(Chart.map(incident.get("expect")), "pages").stream()
                        .map(alert ->
                                "`%s` within %s of its symptom".formatted(alert.get("alert"), alert.get("within")))
                        .collect(Collectors.joining(", ")),
                line(incident.get("blastRadius")),
                truth.get("component"),
                truth.get("mechanism"),
                line(truth.get("explanation")),
                list(truth, "evidence").stream()
                        .map(evidence -> "    - " + evidence.get("shows"))
                        .collect(Collectors.joining("\n")),
                list(incident, "mitigations").stream()
                        .map(mitigation -> "    - `%s`: %s".formatted(mitigation.get("id"), mitigation.get("why")))
                        .collect(Collectors.joining("\n")),
                harmful(incident),
                control(incident),
                distinguishes(truth),
                proofs(String.valueOf(incident.get("id"))));
    }

    /** Returns the table of the runs that are kept of an incident's proof; empty if none is. */
    private static String proofs(String id) throws IOException {
        var runs = ProofRun.of(id);
        return runs.isEmpty()
                ? ""
                : """

                | Run | On | First page | Walks at the cause | Median walk | Pages over after | Which shoppers | Expectations |
                | --- | --- | --- | --- | --- | --- | --- | --- |
                %s
                """.formatted(runs.stream().map(ProofRun::row).collect(Collectors.joining("\n")));
    }

    /** Returns the list item of the actions that make an incident worse; empty if its file names none. */
    private static String harmful(Map<String, Object> incident) {
        return incident.containsKey("harmful")
                ? list(incident, "harmful").stream()
                        .map(harm -> "    - `%s`: %s\n".formatted(action(harm), harm.get("why")))
                        .collect(Collectors.joining("", "- **What makes it worse**:\n", ""))
                : "";
    }

    private static String action(Map<String, Object> harm) {
        return Chart.map(harm.get("run")).entrySet().stream()
                .map(action -> action.getKey() + ": " + action.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Returns the list item of an incident's control; empty if the incident has none. */
    private static String control(Map<String, Object> incident) {
        return incident.containsKey("control")
                ? "- **The same change done right**, which pages nobody: %s\n"
                        .formatted(line(Chart.map(incident.get("control")).get("why")))
                : "";
    }

    /** Returns the list item of whom an incident hits; empty if it hits all alike. */
    private static String distinguishes(Map<String, Object> truth) {
        return truth.get("distinguishes") instanceof List<?> groups
                ? groups.stream()
                        .map(group -> ((List<?>) group)
                                .stream().map("`%s`"::formatted).collect(Collectors.joining(" or ")))
                        .collect(Collectors.joining("; and ", "- **What `make who` names**: ", "\n"))
                : "";
    }

    private static String trigger(Map<String, Object> incident) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(incident.get("trigger")).strip();
    }

    private static String line(Object text) {
        return text.toString().strip().replaceAll("\\s+", " ");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> parent, String member) {
        return (List<Map<String, Object>>) parent.get(member);
    }
}
