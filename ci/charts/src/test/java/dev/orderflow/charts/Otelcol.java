package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** A running Collector: the program that ci/images builds for {@code IMAGES=modules}. */
final class Otelcol implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Child child;
    private final int metrics;

    /**
     * Starts a Collector, and waits until it answers.
     *
     * @param folder the configuration and the log are written there, named after the Collector
     * @param configuration without {@code service.telemetry}, which is set here
     */
    Otelcol(Path folder, String name, Map<String, Object> configuration, Map<String, String> environment)
            throws IOException {
        metrics = Ports.free();
        var prometheus = Map.of("host", "127.0.0.1", "port", metrics);
        map(configuration.get("service"))
                .put(
                        "telemetry",
                        Map.of(
                                "metrics",
                                Map.of(
                                        "level",
                                        "normal",
                                        "readers",
                                        List.of(Map.of(
                                                "pull", Map.of("exporter", Map.of("prometheus", prometheus)))))));
        var file = Files.writeString(folder.resolve(name + ".yaml"), new Yaml().dump(configuration));
        child = Child.start(name, folder, environment, List.of(program(), "--config=" + file))
                .await(() -> Ports.answers(metrics));
    }

    /** Returns whether there is the program; says so where there is none. */
    static boolean isThere() {
        if (System.getenv("OTELCOL") == null) {
            System.out.println(
                    "without OTELCOL no Collector is tested; its value is what ci/tool collector/otelcol prints");
            return false;
        }
        return true;
    }

    /** Returns the path of the program. */
    static String program() {
        return System.getenv("OTELCOL");
    }

    /**
     * Returns the sum of a metric's series; 0 where there is none.
     *
     * @param labels as {@code exporter="otlp_http/one"}, in the order of the exposition
     */
    long sum(String metric, String... labels) {
        var series = Pattern.compile("(?m)^" + metric + "\\{(?<labels>.*)} (?<value>[0-9.e+]+)$");
        var sum = 0.0;
        for (var matcher = series.matcher(exposition()); matcher.find(); ) {
            var there = matcher.group("labels");
            if (List.of(labels).stream().allMatch(there::contains)) {
                sum += Double.parseDouble(matcher.group("value"));
            }
        }
        return (long) sum;
    }

    private String exposition() {
        try {
            return get(URI.create("http://127.0.0.1:" + metrics + "/metrics")).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(URI address) throws IOException {
        return send(HttpRequest.newBuilder(address));
    }

    /** Posts a body as JSON. */
    static HttpResponse<String> post(URI address, String json) throws IOException {
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return CLIENT.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Ends the Collector as a power cut does. */
    void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }

    /**
     * The configuration and variables of a Collector as the chart renders them.
     *
     * @param configuration parsed
     * @param secrets the variables whose values Secrets hold: {@code <secret>/<key>} by name
     */
    record Rendered(Map<String, Object> configuration, Map<String, String> secrets) {

        /**
         * Renders the chart observability.
         *
         * @param collector otel-collector or cluster-collector
         */
        static Rendered of(String collector, String... flags) throws Exception {
            var all = new ArrayList<>(List.of("--values", "ci/images/registry.yaml"));
            all.addAll(List.of(flags));
            var result = new Chart("observability").helm("template", all.toArray(String[]::new));
            if (!result.succeeded()) {
                throw new IllegalArgumentException(result.errors());
            }
            var manifests = Chart.yaml(result.output());
            var configuration = manifests.stream()
                    .filter(manifest -> manifest.get("kind").equals("ConfigMap")
                            && Chart.nameOf(manifest).equals(collector))
                    .map(manifest -> (String) map(manifest.get("data")).get("config.yaml"))
                    .findFirst()
                    .orElseThrow();
            var secrets = Chart.pods(manifests)
                    .filter(pod -> pod.getKey().endsWith("/" + collector))
                    .flatMap(pod -> Chart.containers(pod.getValue()))
                    .flatMap(container -> Manifest.each(container, "env"))
                    .filter(variable -> ((String) variable.get("name")).startsWith("DESTINATION_"))
                    .collect(Collectors.toMap(variable -> (String) variable.get("name"), variable -> {
                        var reference = map(map(variable.get("valueFrom")).get("secretKeyRef"));
                        return reference.get("name") + "/" + reference.get("key");
                    }));
            return new Rendered(Chart.yaml(configuration).getFirst(), secrets);
        }
    }
}
