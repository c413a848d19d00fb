package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads everything that a responder can read: the cluster's objects (except the data of Secrets), the pager, and the
 * telemetry of a window of time. Reads at most fifty traces of each service, since a trace store returns no more at
 * once.
 */
final class ResponderView {

    private static final List<String> KINDS = List.of(
            "namespaces",
            "nodes",
            "pods",
            "deployments",
            "statefulsets",
            "daemonsets",
            "replicasets",
            "jobs",
            "cronjobs",
            "services",
            "configmaps",
            "serviceaccounts",
            "networkpolicies",
            "persistentvolumeclaims",
            "events",
            "instrumentations",
            "prometheusrules");

    /** Jaeger on a busy machine returns no more traces within ten seconds. */
    private static final int TRACES = 50;

    private final Cluster cluster;
    private final PagerClient pager;

    ResponderView(Cluster cluster, PagerClient pager) {
        this.cluster = cluster;
        this.pager = pager;
    }

    /** Receives the texts that are read. */
    interface Reader {
        void read(String where, String text);
    }

    /**
     * The totals of a reading.
     *
     * @param texts the number of texts, by source
     * @param unread sources that could not be read, and why
     */
    record Read(Map<String, Integer> texts, List<String> unread) {}

    /** Reads all sources. A source that cannot be read does not stop the others. */
    Read read(Instant from, Instant until, Reader reader) {
        var read = stores(from, until, reader);
        read(read, "objects", reader, this::objects);
        read(read, "pager", reader, this::pager);
        return read;
    }

    /** Reads only the telemetry stores. A store without any trace or line counts as unread. */
    Read stores(Instant from, Instant until, Reader reader) {
        var read = new Read(new LinkedHashMap<>(), new ArrayList<>());
        read(read, "metrics", reader, this::metrics);
        read(read, "traces", reader, each -> {
            cluster.traces().readAll(from, until, TRACES, (id, trace) -> each.read("traces " + id, trace));
            requireSome(read, "traces", cluster.traces(), from, until);
        });
        read(read, "logs", reader, each -> {
            var where = "logs of " + from + " to " + until;
            cluster.logs().readAll(from, until, line -> each.read(where, line));
            requireSome(read, "logs", cluster.logs(), from, until);
        });
        return read;
    }

    private static void read(Read read, String part, Reader reader, Consumer<Reader> reading) {
        read.texts().put(part, 0);
        try {
            reading.accept((where, text) -> {
                read.texts().merge(part, 1, Integer::sum);
                reader.read(where, text);
            });
        } catch (IllegalStateException e) {
            read.unread().add(part + ": " + e.getMessage());
        }
    }

    private static void requireSome(Read read, String part, Object store, Instant from, Instant until) {
        if (read.texts().getOrDefault(part, 0) == 0) {
            throw new IllegalStateException(
                    "%s has none from %s to %s; try: make order, and then again".formatted(store, from, until));
        }
    }

    private void objects(Reader reader) {
        var known = cluster.kubectl().run("api-resources", "--output=name");
        for (var kind : KINDS) {
            if (known.lines().anyMatch(name -> name.split("\\.", 2)[0].equals(kind))) {
                cluster.kubectl()
                        .get(kind, "--all-namespaces")
                        .path("items")
                        .forEach(object -> reader.read("objects " + kind + " " + nameOf(object), object.toString()));
            }
        }
        // Only the metadata of Secrets.
        cluster.kubectl()
                .get("secrets", "--all-namespaces")
                .path("items")
                .forEach(object -> reader.read(
                        "objects secrets " + nameOf(object),
                        object.path("metadata").toString()));
    }

    private static String nameOf(JsonNode object) {
        return object.path("metadata").path("namespace").asString("") + "/"
                + object.path("metadata").path("name").asString("");
    }

    /** Reads the pager, except for verdicts, which responders write themselves. */
    void pager(Reader reader) {
        Stream.of("open", "resolved")
                .flatMap(state ->
                        pager.get("/api/v1/pages?limit=1000&state=" + state).valueStream())
                .forEach(page -> {
                    var path = "/api/v1/pages/" + page.path("number").asLong();
                    reader.read("pager " + path, page.toString());
                    pager.get(path + "/timeline")
                            .valueStream()
                            .filter(entry -> !entry.path("kind").asString().equals("CAUSE_STATED"))
                            .forEach(entry -> reader.read("pager " + path + "/timeline", entry.toString()));
                    pager.get(path + "/evidence")
                            .forEach(chain -> reader.read("pager " + path + "/evidence", chain.toString()));
                });
    }

    private void metrics(Reader reader) {
        for (var label : cluster.prometheus().labels()) {
            reader.read("metrics label", label);
            cluster.prometheus().labelValues(label).forEach(value -> reader.read("metrics label " + label, value));
        }
        reader.read("metrics rules", cluster.prometheus().rulesText());
    }
}
