package dev.orderflow.drill.cluster;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The Deployments of the services: reads and changes their pods, pools and templates. */
public final class Deployments {

    static final String POOL = "SPRING_DATASOURCE_HIKARI_MAXIMUMPOOLSIZE";

    static final String NAMESPACE = "orderflow";

    private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

    /** Where a Deployment has the annotation, as a JSON pointer. */
    private static final String RESTARTED = "/spec/template/metadata/annotations/" + RESTARTED_AT.replace("/", "~1");

    private static final String SERVICES = "app.kubernetes.io/component=service";

    private final Kubectl kubectl;

    /** The number of the next command to pretend. */
    private int next;

    public Deployments(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /**
     * The state of one Deployment.
     *
     * @param pods wanted replicas
     * @param ready pods of the newest revision that are ready
     * @param pool connections that each pod holds; 0 if it has no database
     * @param restartedAt when somebody last restarted its pods, as kubectl notes it; long ago if nobody did
     */
    public record State(int pods, int ready, int pool, Instant restartedAt) {}

    /** Reads the state of each service's Deployment, by service. */
    public Map<String, State> states() {
        return all().collect(Collectors.toMap(Deployments::nameOf, Deployments::state, (a, _) -> a, TreeMap::new));
    }

    private static Instant instant(String text) {
        return text.isEmpty() ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
    }

    private Stream<JsonNode> all() {
        return kubectl.get("deployments", "--namespace", NAMESPACE, "--selector", SERVICES)
                .path("items")
                .valueStream();
    }

    /** Returns the services' pods. */
    public List<JsonNode> pods() {
        return List.copyOf(kubectl.all("pods", "--selector", SERVICES));
    }

    private static String nameOf(JsonNode deployment) {
        return deployment.path("metadata").path("name").asString();
    }

    private static State state(JsonNode deployment) {
        var status = deployment.path("status");
        var seen = status.path("observedGeneration").asInt()
                == deployment.path("metadata").path("generation").asInt();
        var pods = deployment.path("spec").path("replicas").asInt();
        // While pods of an older revision run, the rollout is not complete.
        var settled = seen
                && status.path("replicas").asInt(0)
                        <= Math.max(pods, status.path("updatedReplicas").asInt(0));
        var ready = settled
                ? Math.min(
                        status.path("readyReplicas").asInt(0),
                        status.path("updatedReplicas").asInt(0))
                : 0;
        return new State(
                pods, ready, pool(deployment), instant(deployment.at(RESTARTED).asString("")));
    }

    private static int pool(JsonNode deployment) {
        return deployment
                .path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0)
                .path("env")
                .valueStream()
                .filter(variable -> variable.path("name").asString().equals(POOL))
                .mapToInt(variable -> Integer.parseInt(variable.path("value").asString()))
                .findFirst()
                .orElse(0);
    }

    /**
     * Sets the number of pods of services.
     *
     * @param pods by service; the others stay as they are
     */
    public void scale(Map<String, Integer> pods) {
        change(
                pods.keySet(),
                deployment -> ((ObjectNode) deployment.path("spec")).put("replicas", pods.get(nameOf(deployment))));
    }

    /** Replaces a service's pods one after the other by equal ones, as {@code kubectl rollout restart} does. */
    public void restart(String service) {
        change(
                Set.of(service),
                deployment -> deployment
                        .path("spec")
                        .path("template")
                        .withObject("/metadata/annotations")
                        .put(
                                RESTARTED_AT,
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    /**
     * Runs the commands of a change, and changes nothing. A list of this machine's processes then looks the same
     * whether a change is made or not.
     */
    public void pretend() {
        commands().forEach(Deployments::pretend);
    }

    /**
     * Runs the commands of {@link #pretend}, one at each call, and each time that which waits for pods.
     *
     * @return what the latter read: the state of each Deployment; empty if it failed
     */
    public Map<String, State> pretendNext() {
        var read = new TreeMap<String, State>();
        pretend(() -> read.putAll(states()));
        var commands = commands();
        pretend(commands.get(next++ % commands.size()));
        return read;
    }

    private List<Runnable> commands() {
        return List.of(
                () -> kubectl.read(
                        ObjectName.deployment(states().keySet().iterator().next())),
                () -> kubectl.all("nodes"),
                this::pods,
                // These fail: there are no objects.
                () -> kubectl.replace(List.of()),
                () -> kubectl.isAnyThere(List.of()),
                () -> kubectl.create(List.of()),
                () -> kubectl.delete(List.of(), false));
    }

    private static void pretend(Runnable command) {
        try {
            command.run();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw e;
            }
        }
    }

    /** Makes a change with two commands whose arguments are the same for every service and every change. */
    private void change(Set<String> services, Consumer<ObjectNode> edit) {
        var changed = all().filter(deployment -> services.contains(nameOf(deployment)))
                .toList();
        if (changed.size() != services.size()) {
            throw new IllegalStateException("not all of these deployments are there: " + String.join(", ", services)
                    + "; try: make cluster-up");
        }
        changed.forEach(deployment -> edit.accept(Kubectl.writable((ObjectNode) deployment)));
        kubectl.replace(changed);
    }

    /** Sets the size of connection pools. Rolls the pods of each service whose size differs. */
    public void pool(List<String> services, int connections) {
        for (var service : services) {
            kubectl.run("set", "env", "deployment/" + service, POOL + "=" + connections, "--namespace", NAMESPACE);
        }
    }
}
