package dev.orderflow.drill.cluster;

import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.TraceStore;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The running system and its stores, at the ports on 127.0.0.1 that its node maps. */
public record Cluster(
        Kubectl kubectl, URI gateway, URI alertmanager, PrometheusReader prometheus, TraceStore traces, LogStore logs) {

    public static final String NAMESPACE = "orderflow";

    public static Cluster local() {
        var stack = Stack.chosen();
        var local = LocalCluster.here();
        var kubectl = new Kubectl();
        local.authorize(token(kubectl));
        return new Cluster(
                kubectl,
                local.gateway(),
                local.alertmanager(),
                new PrometheusReader(local.prometheus()),
                stack.traces(local),
                stack.logs(local));
    }

    /** Read once, and only where a store is asked something: not every command does, and not every one has kubectl. */
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

    /** What a walk reads. */
    public Stores stores() {
        return new Stores(prometheus, traces, logs);
    }

    /** The values that a release runs with, by Helm, whose path is in HELM. */
    public JsonNode values(String release) {
        var helm = System.getenv().getOrDefault("HELM", "helm");
        return Kubectl.JSON.readTree(Command.run(List.of(
                helm,
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

    public Shopper alice() {
        return Shopper.loggedIn(gateway, "alice@example.com", kubectl.secret("seed", NAMESPACE, "password"));
    }
}
