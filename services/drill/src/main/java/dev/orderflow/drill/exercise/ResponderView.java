package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.exchange.Exchange;
import dev.orderflow.stores.Http;
import dev.orderflow.stores.JaegerReader;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * All that a responder can read: the cluster's objects (but for what Secrets hold), the pager, and what the stores have
 * of a window of time. Of the traces it is the newest of each service, since Jaeger gives no more at once; on the
 * Grafana stack, whose stores are read otherwise, logs and traces are not among it.
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

    /** For all lines of a search's window, an hour or a drill. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
     * Reads it all.
     *
     * @return how many texts, by where they are from
     * @throws IllegalStateException where anything does not answer: what was not read is not known to hold nothing
     */
    Map<String, Integer> read(Instant from, Instant until, Reader reader) {
        var counts = new LinkedHashMap<String, Integer>();
        Reader counted = (where, text) -> {
            counts.merge(where.split(" ", 2)[0], 1, Integer::sum);
            reader.read(where, text);
        };
        objects(counted);
        pager(counted);
        stores(from, until, counted);
        return counts;
    }

    void stores(Instant from, Instant until, Reader reader) {
        metrics(reader);
        if (cluster.traces() instanceof JaegerReader) {
            traces(from, until, reader);
            logs(from, until, reader);
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
        var prometheus = cluster.prometheus().address("1").resolve("/");
        Http.json(prometheus, "/api/v1/labels", Map.of()).path("data").forEach(label -> {
            var name = label.asString();
            reader.read("metrics label", name);
            Http.json(prometheus, "/api/v1/label/" + name + "/values", Map.of())
                    .path("data")
                    .forEach(value -> reader.read("metrics label " + name, value.asString("")));
        });
        reader.read(
                "metrics rules",
                Http.json(prometheus, "/api/v1/rules", Map.of()).toString());
    }

    private void traces(Instant from, Instant until, Reader reader) {
        var jaeger = cluster.traces().address("0").resolve("/");
        Http.json(jaeger, "/api/services", Map.of()).path("data").forEach(service -> {
            var query = Map.of(
                    "service", service.asString(),
                    "start", Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, from)),
                    "end", Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, until)),
                    "limit", Integer.toString(TRACES));
            Http.json(jaeger, "/api/traces", query)
                    .path("data")
                    .forEach(trace ->
                            reader.read("traces " + trace.path("traceID").asString(), trace.toString()));
        });
    }

    /** A line at a time: there may be more than fit into memory. */
    private void logs(Instant from, Instant until, Reader reader) {
        var query = "query=%s&start=%s&end=%s".formatted(URLEncoder.encode("*", StandardCharsets.UTF_8), from, until);
        var address = cluster.logs().address("0").resolve("/select/logsql/query?" + query);
        var where = "logs of " + from + " to " + until;
        HttpResponse.BodyHandler<String> lines = info -> info.statusCode() == 200
                ? HttpResponse.BodySubscribers.fromLineSubscriber(
                        new Lines(line -> reader.read(where, line)), _ -> "", StandardCharsets.UTF_8, null)
                : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
        try {
            var answer = Exchange.send(HTTP, Http.request(address).build(), lines, PATIENCE);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(address + " answered " + answer.statusCode() + ": "
                        + answer.body().lines().findFirst().orElse(""));
            }
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + address + " (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Passes each line on as it comes. A failure ends the answer, and with it the request. */
    private record Lines(Consumer<String> each) implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            each.accept(line);
        }

        @Override
        public void onError(Throwable problem) {}

        @Override
        public void onComplete() {}
    }
}
