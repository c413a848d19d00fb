package dev.orderflow.pager.delivery;

import dev.orderflow.processes.Child;
import dev.orderflow.processes.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The pinned Alertmanager, with the chart's routing; what it has stored outlives its process. */
final class Alertmanager implements AutoCloseable {

    /** All that differs from the chart's: how long a night's quarter of an hour takes. */
    private static final Map<String, String> WAITS = Map.of("group_wait", "1s", "group_interval", "2s", "repeat_interval", "8s");

    private static final Pattern FAILED =
            Pattern.compile("(?m)^alertmanager_notification_requests_failed_total\\{[^}]*integration=\"webhook\"[^}]*} (\\S+)$");

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int port;
    private final Chart chart;
    private final String program = Chart.program("ALERTMANAGER", "alertmanager/alertmanager");
    private final Path folder;
    private Child process;
    private int starts;

    Alertmanager(Chart chart, Path folder, int port, int webhookPort) throws IOException {
        this.chart = chart;
        this.folder = folder;
        this.port = port;
        chart.routes().forEach(route -> route.putAll(WAITS));
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
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/reload")).POST(HttpRequest.BodyPublishers.noBody()).build();
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

    /** How often the pager's webhook could not be reached, or did not take a delivery, since the start. */
    long failures() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
            var metrics = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return FAILED.matcher(metrics).results().mapToLong(line -> Math.round(Double.parseDouble(line.group(1)))).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As an upgrade does: it is asked to end, and keeps what it knows. */
    void restart() {
        process.close();
        process = start();
    }

    /** As a crash does: whom it told since its last snapshot, it has forgotten. */
    void kill() {
        process.kill();
    }

    void resume() {
        process = start();
    }

    private Child start() {
        starts++;
        return Child.start("alertmanager-" + starts, folder, Map.of(), List.of(
                        program,
                        "--config.file=alertmanager.yaml",
                        "--storage.path=alertmanager",
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port))
                .await(Duration.ofMinutes(1), () -> Ports.answers(port));
    }

    @Override
    public void close() {
        process.close();
    }
}
