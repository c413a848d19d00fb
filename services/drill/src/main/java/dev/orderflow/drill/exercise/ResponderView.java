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
 * All that a responder can read: the cluster's objects (but for what Secrets hold), the pager, and what the stores have
 * of a window of time. Of the traces it is fifty of each service, since a trace store gives no more at once.
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

    /** More at once would be more than Jaeger gives in ten seconds on a busy machine. */
    private static final int TRACES = 50;

    private final Cluster cluster;
    private final PagerClient pager;

    ResponderView(Cluster cluster, PagerClient pager) {
        this.cluster = cluster;
        this.pager = pager;
    }

    /** Takes what is read. */
    interface Reader {
        void read(String where, String text);
    }

    /**
     * What was read.
     *
     * @param texts how many, by where they are from
     * @param unread which of those places could not be read, and why: they are not known to hold nothing
     */
    record Read(Map<String, Integer> texts, List<String> unread) {}

    /** Reads all of it; what cannot be read keeps nothing else from being read. */
    Read read(Instant from, Instant until, Reader reader) {
        var read = stores(from, until, reader);
        read(read, "objects", reader, this::objects);
        read(read, "pager", reader, this::pager);
        return read;
    }

    /** Reads the stores alone. One without a trace or a line shows only that nothing of that time was searched. */
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
        // Their names and labels only.
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

    /** But for the verdicts, which are what responders say themselves. */
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
