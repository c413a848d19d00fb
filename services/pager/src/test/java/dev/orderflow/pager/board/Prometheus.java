package dev.orderflow.pager.board;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A Prometheus of its own, by the program that PROMETHEUS names, which has scraped what a test says: an hour at once.
 */
public final class Prometheus implements AutoCloseable {

    /** The trace of the one slow request. */
    public static final String SLOW = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final TestServer scraped;
    private final Child process;
    private final URI url;

    /** @param exposition OpenMetrics, each sample with its time; its last series is {@code scraped} */
    Prometheus(String exposition) throws IOException {
        var type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        scraped = TestServer.start(_ -> TestServer.Answer.of(200, type, exposition));
        var folder = Files.createTempDirectory("prometheus");
        var configuration = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s}
                scrape_configs: [{job_name: test, static_configs: [{targets: ["127.0.0.1:%d"]}]}]
                """.formatted(scraped.port()));
        var port = Ports.free();
        url = URI.create("http://127.0.0.1:" + port);
        process = Child.start(
                "prometheus",
                folder,
                Map.of(),
                List.of(
                        program(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--enable-feature=exemplar-storage"));
        process.await(this::hasScraped);
    }

    /**
     * Half an hour of a gateway, with alerts that fire, and of a hundred and twenty deployments, which were scaled ten
     * minutes ago.
     */
    public static Prometheus ofAGateway(Instant now) {
        try {
            return new Prometheus(exposition(now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Instant scaled(Instant now) {
        return now.minus(Duration.ofMinutes(10));
    }

    public static boolean isThere() {
        return System.getenv("PROMETHEUS") != null;
    }

    public URI url() {
        return url;
    }

    private static String program() {
        return System.getenv("PROMETHEUS");
    }

    private boolean hasScraped() {
        try {
            return !new PrometheusReader(url).query("scraped").isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    /** Every 15 s ten requests below 0.1 s and ten below 0.5 s; and one of 3.2 s, which left an exemplar. */
    private static String exposition(Instant now) {
        var text = new StringBuilder("# TYPE http_server_request_duration_seconds histogram\n");
        for (var bucket : List.of("0.1", "0.5", "5.0", "+Inf")) {
            for (int i = 0; i <= 120; i++) {
                var time =
                        now.minus(Duration.ofMinutes(30)).plusSeconds(15L * i).getEpochSecond();
                var count = bucket.equals("0.1") ? 10 * i : 20 * i;
                text.append("http_server_request_duration_seconds_bucket{service_name=\"gateway\",le=\"%s\"} %d %d"
                        .formatted(bucket, count, time));
                if (bucket.equals("0.5")) {
                    text.append(" # {trace_id=\"%032x\"} 0.3 %d".formatted(i + 1, time));
                } else if (bucket.equals("5.0") && i == 90) {
                    text.append(" # {trace_id=\"%s\"} 3.2 %d".formatted(SLOW, time));
                }
                text.append('\n');
            }
        }
        gauge(text, now, "objective:latency_p50:floor_seconds", "", "0.25");
        gauge(text, now, "jvm_class_count", "service_name=\"gateway\"", "1");
        gauge(text, now, "jvm_class_count", "service_name=\"order\"", "1");
        gauge(
                text,
                now,
                "ALERTS",
                "alertname=\"ErrorRateHigh\",alertstate=\"firing\",service=\"gateway\",severity=\"page\"",
                "1");
        gauge(
                text,
                now,
                "ALERTS",
                "alertname=\"LatencyHigh\",alertstate=\"firing\",service=\"gateway\",severity=\"page\"",
                "1");
        gauge(
                text,
                now,
                "kube_replicaset_created",
                "namespace=\"orderflow\",replicaset=\"gateway-7c9\"",
                Long.toString(scaled(now).getEpochSecond()));
        for (int i = 0; i < 120; i++) {
            gauge(
                    text,
                    now,
                    "kube_deployment_spec_replicas",
                    "namespace=\"orderflow\",deployment=\"deployment-%d\"".formatted(i),
                    "1");
        }
        return text.append("scraped 1\n# EOF\n").toString();
    }

    /** The last quarter of an hour of it. Deployments are one more since they were scaled. */
    private static void gauge(StringBuilder text, Instant now, String name, String labels, String value) {
        for (int i = 0; i <= 60; i++) {
            var time = now.minus(Duration.ofMinutes(15)).plusSeconds(15L * i);
            var scaled = name.equals("kube_deployment_spec_replicas") && !time.isBefore(scaled(now));
            text.append("%s{%s} %s %d\n".formatted(name, labels, scaled ? "2" : value, time.getEpochSecond()));
        }
    }

    @Override
    public void close() {
        process.close();
        scraped.close();
    }
}
