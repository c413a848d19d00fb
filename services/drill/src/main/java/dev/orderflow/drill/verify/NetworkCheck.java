package dev.orderflow.drill.verify;

import static dev.orderflow.drill.cluster.Checks.require;

import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Flows;
import dev.orderflow.drill.cluster.Flows.Target;
import dev.orderflow.stores.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens connections from inside pods to every port of every Service: those that the values allow must succeed, and all
 * others must be refused. Uses the services' own pods, and starts pods for jobs and strangers, which {@link #close}
 * removes.
 */
final class NetworkCheck implements AutoCloseable {

    /** The name of a pod that no policy knows; one runs in a namespace with policies, one in a namespace without. */
    private static final String STRANGER = "stranger";

    private static final String LABEL = "app.kubernetes.io/managed-by=verify";

    /**
     * A script that prints those of its arguments, host:port, that accept a connection within 3 seconds; tries eight at
     * a time. A rejection takes one second: on a veth it arrives while connect() still holds the socket, and only the
     * repeated SYN is refused.
     */
    private static final String TRY =
            "printf '%s\\n' \"$@\" | xargs -n 1 -P 8 timeout 3 bash -c 'exec 3<>\"/dev/tcp/${0/://}\" && echo "
                    + "\"$0\"' 2>/dev/null; true";

    private final Cluster cluster;

    NetworkCheck(Cluster cluster) {
        this.cluster = cluster;
    }

    /** A pod to connect from, and what it may connect to. */
    private record Client(String name, String namespace, String pod, Predicate<Target> allowed) {}

    String allowedPass() {
        // By name, so that the check includes DNS.
        var tried = attempts(Client::allowed, Target::toString);
        var failed = tried.stream().filter(attempt -> !attempt.connected()).toList();
        require(failed.isEmpty(), failed.size() + " of " + tried.size() + " did not connect: " + failed);
        return tried.size() + " connections";
    }

    String othersAreRefused() {
        // By address: a name that DNS does not find would look like a refusal.
        var tried = attempts(client -> client.allowed().negate(), target -> target.address() + ":" + target.port());
        var connected = tried.stream().filter(Attempt::connected).toList();
        var kernel = kernel();
        // kindnet cannot set its rules there (kind#3705, #3789), and lets everything pass.
        if (connected.size() == tried.size() && kernel.contains("microsoft")) {
            throw new Checks.Skipped("the kernel of WSL2 (" + kernel
                    + ") enforces no NetworkPolicies: traffic is not restricted on this cluster");
        }
        require(connected.isEmpty(), connected.size() + " of " + tried.size() + " connected: " + connected);
        return tried.size() + " connections";
    }

    private String kernel() {
        return cluster.kubectl()
                .get("nodes")
                .path("items")
                .path(0)
                .path("status")
                .path("nodeInfo")
                .path("kernelVersion")
                .asString();
    }

    /** An attempt to connect, and whether it succeeded. */
    private record Attempt(Client client, Target target, boolean connected) {

        @Override
        public String toString() {
            return client.name() + "." + client.namespace() + " to " + target;
        }
    }

    private List<Attempt> attempts(Function<Client, Predicate<Target>> which, Function<Target, String> address) {
        var flows = new Flows(cluster);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var clients = clients(flows).stream()
                    .map(client -> CompletableFuture.supplyAsync(
                            () -> attempts(client, flows.targets(), which.apply(client), address), threads))
                    .toList();
            return clients.stream().flatMap(client -> client.join().stream()).toList();
        }
    }

    private List<Attempt> attempts(
            Client client, List<Target> all, Predicate<Target> wanted, Function<Target, String> address) {
        var targets = all.stream()
                .filter(wanted)
                // Whether a pod reaches itself proves nothing about the policies.
                .filter(target -> !target.service().equals(client.name()))
                .toList();
        var connected = connect(client, targets.stream().map(address).toList());
        return targets.stream()
                .map(target -> new Attempt(client, target, connected.contains(address.apply(target))))
                .toList();
    }

    private Set<String> connect(Client client, List<String> addresses) {
        if (addresses.isEmpty()) {
            return Set.of();
        }
        var command = new ArrayList<>(
                List.of("exec", "--namespace", client.namespace(), client.pod(), "--", "bash", "-c", TRY, "try"));
        command.addAll(addresses);
        return cluster.kubectl().run(command.toArray(String[]::new)).lines().collect(Collectors.toSet());
    }

    private List<Client> clients(Flows flows) {
        var clients = new ArrayList<Client>();
        for (var name : new TreeSet<>(flows.services())) {
            clients.add(new Client(name, Cluster.NAMESPACE, "deployment/" + name, flows.ofService(name)));
        }
        var probes = new ArrayList<Client>();
        for (var name : new TreeSet<>(flows.jobs())) {
            probes.add(probe(name, Cluster.NAMESPACE, flows.ofJob(name)));
        }
        probes.add(probe(STRANGER, Cluster.NAMESPACE, target -> false));
        // No policy restricts this pod's outgoing connections; the other namespaces must not accept them.
        probes.add(probe(
                STRANGER, "default", target -> Set.of("default", "kube-system").contains(target.namespace())));
        var stack = LocalCluster.here().stack();
        probes.add(probe(stack.quiet(), "observability", target -> stack.quietMay(target.toString())));
        start(probes);
        clients.addAll(probes);
        return clients;
    }

    private static Client probe(String name, String namespace, Predicate<Target> allowed) {
        return new Client(name, namespace, "pod/verify-" + name, allowed);
    }

    /** Starts the probe pods that do not run yet, and waits for them. */
    private void start(List<Client> probes) {
        var image = cluster.kubectl()
                .get("deployment", "gateway", "--namespace", Cluster.NAMESPACE)
                .path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0)
                .path("image")
                .asString();
        var manifests = probes.stream()
                .map(probe -> template()
                        .replace("NAMESPACE", probe.namespace())
                        .replace("NAME", probe.name())
                        .replace("IMAGE", image))
                .collect(Collectors.joining("---\n"));
        try {
            var file = Files.createTempFile("probes", ".yaml");
            Files.writeString(file, manifests);
            cluster.kubectl().run("apply", "--filename", file.toString());
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        probes.forEach(probe -> cluster.kubectl()
                .run(
                        "wait",
                        "--namespace",
                        probe.namespace(),
                        "--for=jsonpath={.status.phase}=Running",
                        "--timeout=60s",
                        probe.pod()));
    }

    private static String template() {
        try (var file = Objects.requireNonNull(NetworkCheck.class.getResourceAsStream("/probe.yaml"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes the probe pods, including those of an interrupted run. */
    @Override
    public void close() {
        Stream.of(Cluster.NAMESPACE, "observability", "default")
                .forEach(namespace -> cluster.kubectl()
                        .run("delete", "pods", "--namespace", namespace, "--selector", LABEL, "--now"));
    }
}
