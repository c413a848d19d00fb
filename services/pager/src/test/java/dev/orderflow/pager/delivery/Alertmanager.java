package dev.orderflow.pager.delivery;

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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** The pinned Alertmanager, with the chart's routing; what it has stored outlives its process. */
final class Alertmanager implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Pattern FAILED = Pattern.compile(
            "(?m)^alertmanager_notification_requests_failed_total\\{[^}]*integration=\"webhook\"[^}]*} (\\S+)$");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;
    private final Chart chart;
    private final String program = Chart.program("ALERTMANAGER", "alertmanager/alertmanager");
    private final Path folder;
    private Child process;
    private int starts;

    /** @param waits of each route, in place of the chart's */
    Alertmanager(Chart chart, Path folder, int port, int webhookPort, Map<String, String> waits) throws IOException {
        this.chart = chart;
        this.folder = folder;
        this.port = port;
        chart.routes().forEach(route -> route.putAll(waits));
        chart.webhooks().forEach(webhook -> {
            var address = URI.create((String) webhook.get("url"));
            webhook.put("url", "http://127.0.0.1:" + webhookPort + address.getPath());
        });
        write();
        process = start();
    }

    private void write() throws IOException {
        Files.writeString(folder.resolve("alertmanager.yaml"), new Yaml().dump(chart.routing()));
    }

    /** Another routing, without a restart. */
    void reload(Consumer<Map<String, Object>> pagersRoute) throws IOException, InterruptedException {
        chart.routes().filter(route -> "pager".equals(route.get("receiver"))).forEach(pagersRoute);
        write();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
            throw new IllegalStateException("Alertmanager did not take its new routing");
        }
    }

    /** @return whether it took them */
    boolean post(String alerts) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(alerts))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Active silences: their matchers by id, all of them of equality. */
    Map<String, Map<String, String>> silences() throws IOException, InterruptedException {
        var silences = new HashMap<String, Map<String, String>>();
        for (var silence : JSON.readTree(exchange(request("/api/v2/silences")).body())) {
            if (silence.at("/status/state").asString().equals("active")) {
                var matchers = new HashMap<String, String>();
                silence.path("matchers")
                        .forEach(matcher -> matchers.put(
                                matcher.path("name").asString(),
                                matcher.path("value").asString()));
                silences.put(silence.path("id").asString(), matchers);
            }
        }
        return silences;
    }

    /**
     * Silences the alerts with these labels for an hour.
     *
     * @return the silence's id
     */
    String silence(Map<String, String> labels) throws IOException, InterruptedException {
        var matchers = labels.entrySet().stream()
                .map(label ->
                        Map.of("name", label.getKey(), "value", label.getValue(), "isRegex", false, "isEqual", true))
                .toList();
        var now = Instant.now();
        var body = Map.of(
                "matchers",
                matchers,
                "startsAt",
                now.toString(),
                "endsAt",
                now.plus(Duration.ofHours(1)).toString(),
                "createdBy",
                "the test",
                "comment",
                "we know");
        var request = request("/api/v2/silences")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return JSON.readTree(exchange(request).body()).path("silenceID").asString();
    }

    /** Ends a silence; Alertmanager may have forgotten it. */
    void expire(String silence) throws IOException, InterruptedException {
        client.send(request("/api/v2/silence/" + silence).DELETE().build(), HttpResponse.BodyHandlers.discarding());
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("Alertmanager answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    /** How often the pager's webhook could not be reached, or did not take a delivery, since the start. */
    long failures() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .build();
            var metrics =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return FAILED.matcher(metrics)
                    .results()
                    .mapToLong(line -> Math.round(Double.parseDouble(line.group(1))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As an upgrade does: it is asked to end, and keeps what it knows. */
    void restart() {
        stop();
        resume();
    }

    /** As the first half of a restart; {@link #resume} is the second. */
    void stop() {
        process.close();
    }

    /** Ends the process as a crash does: the notifications since its last snapshot are forgotten. */
    void kill() {
        process.kill();
    }

    void resume() {
        process = start();
    }

    private Child start() {
        starts++;
        return Child.start(
                        "alertmanager-" + starts,
                        folder,
                        Map.of(),
                        List.of(
                                program,
                                "--config.file=alertmanager.yaml",
                                "--storage.path=alertmanager",
                                "--cluster.listen-address=",
                                "--web.listen-address=127.0.0.1:" + port))
                .await(() -> Ports.answers(port));
    }

    @Override
    public void close() {
        process.close();
    }
}
