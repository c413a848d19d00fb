package dev.orderflow.drill.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The connections that the values of the release orderflow allow. The NetworkPolicies themselves are not read, so that
 * a check can compare the two.
 */
public final class Flows {

    private static final List<String> NAMESPACES =
            List.of(Cluster.NAMESPACE, "observability", "node-agents", "default", "kube-system");

    private final JsonNode values;
    private final List<Target> targets;

    /** A TCP port of a Service, and the address of that Service. */
    public record Target(String service, String namespace, String address, int port) {

        @Override
        public String toString() {
            return service + "." + namespace + ".svc:" + port;
        }
    }

    public Flows(Cluster cluster) {
        values = cluster.values("orderflow");
        targets = NAMESPACES.stream()
                .flatMap(namespace -> cluster.kubectl()
                        .get("services", "--namespace", namespace)
                        .path("items")
                        .valueStream())
                // A headless Service has no address of its own, and its pods belong to another Service, too.
                .filter(service ->
                        service.path("spec").path("clusterIP").asString("").contains("."))
                .flatMap(Flows::ports)
                .toList();
    }

    /** All ports of all Services in the cluster. */
    public List<Target> targets() {
        return targets;
    }

    public Set<String> services() {
        return Set.copyOf(values.path("services").propertyNames());
    }

    public Set<String> jobs() {
        return Set.copyOf(values.path("jobs").propertyNames());
    }

    /**
     * Returns the peers that a service may connect to: its calls and needs, the Collector that its agent sends to, and
     * DNS.
     */
    public Predicate<Target> ofService(String name) {
        var collector = values.path("instrumentation").path("collector").asString();
        return of(values.path("services").path(name))
                .or(target -> target.toString().equals(collector));
    }

    /** Returns the peers that a job may connect to: its calls and needs, and DNS. */
    public Predicate<Target> ofJob(String name) {
        return of(values.path("jobs").path(name));
    }

    private static Predicate<Target> of(JsonNode client) {
        var names = new HashSet<String>();
        Stream.of("calls", "needs")
                .flatMap(key -> client.path(key).valueStream())
                .forEach(name -> names.add(name.asString()));
        return target -> target.namespace().equals(Cluster.NAMESPACE) && names.contains(target.service())
                || target.toString().equals("kube-dns.kube-system.svc:53");
    }

    private static Stream<Target> ports(JsonNode service) {
        var metadata = service.path("metadata");
        return service.path("spec")
                .path("ports")
                .valueStream()
                .filter(port -> port.path("protocol").asString().equals("TCP"))
                .map(port -> new Target(
                        metadata.path("name").asString(),
                        metadata.path("namespace").asString(),
                        service.path("spec").path("clusterIP").asString(),
                        port.path("port").asInt()));
    }
}
