package dev.orderflow.drill.cluster;

import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.TraceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import tools.jackson.databind.JsonNode;

/** The running cluster and its telemetry stores, at the ports of 127.0.0.1 that the cluster's node maps. */
public record Cluster(
        Kubectl kubectl, URI gateway, URI alertmanager, PrometheusReader prometheus, TraceStore traces, LogStore logs) {

    public static final String NAMESPACE = "orderflow";

    private static final Path CHART = Path.of("helm/orderflow");

    /** The path of helm. */
    private static final String HELM = System.getenv().getOrDefault("HELM", "helm");

    /** Connects to the cluster of this machine. No request is sent before one is needed. */
    public static Cluster local() {
        var local = LocalCluster.here();
        var stores = local.stack().stores(local);
        var kubectl = new Kubectl();
        local.authorize(token(kubectl));
        return new Cluster(
                kubectl, local.gateway(), local.alertmanager(), stores.prometheus(), stores.traces(), stores.logs());
    }

    /**
     * Returns a supplier that reads the token at its first use: some commands ask no store, and some run without
     * kubectl.
     */
    private static Supplier<String> token(Kubectl kubectl) {
        var known = new AtomicReference<@Nullable String>();
        return () -> {
            var token = known.get();
            if (token == null) {
                token = PagerClient.token(kubectl);
                known.set(token);
            }
            return token;
        };
    }

    /** The readers of the telemetry stores. */
    public Stores stores() {
        return new Stores(prometheus, traces, logs);
    }

    /** Returns the values that a Helm release runs with. The environment variable HELM has the path of helm. */
    public JsonNode values(String release) {
        return Kubectl.JSON.readTree(LocalProgram.run(List.of(
                HELM,
                "get",
                "values",
                release,
                "--all",
                "--output",
                "json",
                "--namespace",
                NAMESPACE,
                "--kube-context",
                Kubectl.CONTEXT)));
    }

    /**
     * Returns an object as the Helm release {@code orderflow} declares it.
     *
     * @throws IllegalStateException if the release declares no such object
     */
    public JsonNode declared(ObjectName name) {
        var manifest = LocalProgram.run(List.of(
                HELM, "get", "manifest", "orderflow", "--namespace", NAMESPACE, "--kube-context", Kubectl.CONTEXT));
        // Warnings of Helm's stand before the first document.
        var documents = manifest.substring(Math.max(0, manifest.indexOf("---\n")));
        try {
            for (var document : new Yaml().loadAll(documents)) {
                JsonNode object = Kubectl.JSON.valueToTree(document);
                if (object.path("kind").asString("").equals(name.kind())
                        && object.at("/metadata/name").asString("").equals(name.name())) {
                    return object;
                }
            }
        } catch (YAMLException e) {
            throw new IllegalStateException("the manifest of the Helm release orderflow cannot be read: " + e, e);
        }
        throw new IllegalStateException("the Helm release orderflow has no " + name + "; try: make cluster-up");
    }

    /**
     * Builds images of releases of services, and loads them into the node. What is there and unchanged is kept.
     *
     * @param releases each as its service and its version
     * @throws IllegalStateException if one cannot be built; the words of the build are printed
     */
    public void build(Collection<?> releases) {
        if (!releases.isEmpty()) {
            // Through standard input: no argument shows which.
            LocalProgram.show(
                    List.of("ci/release"),
                    releases.stream().distinct().map(Object::toString).collect(Collectors.joining("\n", "", "\n")));
        }
    }

    /**
     * Upgrades a release with its present chart and values, except for the given values. Helm's hooks are left out:
     * chart and images stay the same, and a migration would wait for a connection that an incident may hold.
     *
     * @param set by their paths, as {@code --set-json} has them
     * @throws IllegalStateException if Helm fails; the message holds its words
     */
    public void upgrade(String release, Map<String, JsonNode> set) {
        LocalProgram.run(upgradeCommand(release, set));
    }

    static List<String> upgradeCommand(String release, Map<String, JsonNode> set) {
        var command = new ArrayList<>(List.of(
                HELM,
                "upgrade",
                release,
                CHART.toString(),
                "--namespace",
                NAMESPACE,
                "--kube-context",
                Kubectl.CONTEXT,
                "--reset-then-reuse-values",
                "--skip-crds",
                "--no-hooks",
                "--force-conflicts",
                "--timeout",
                "15m"));
        new TreeMap<>(set).forEach((path, value) -> command.addAll(List.of("--set-json", path + "=" + value)));
        return command;
    }

    /** Returns the default values of the chart {@code helm/orderflow}. */
    public static JsonNode defaults() {
        try {
            return Kubectl.JSON.valueToTree(new Yaml().load(Files.readString(CHART.resolve("values.yaml"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Logs in as the demo shopper alice. */
    public ShopperClient alice() {
        return ShopperClient.loggedIn(gateway, "alice@example.com", kubectl.secret("seed", NAMESPACE, "password"));
    }
}
