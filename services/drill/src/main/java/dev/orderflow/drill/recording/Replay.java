package dev.orderflow.drill.recording;

import com.sun.net.httpserver.HttpServer;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The stores of a recorded run: a Prometheus of its own that has scraped the run's metrics, and the traces and lines in
 * memory. Its time stands still at the time of the recording.
 */
public final class Replay implements AutoCloseable {

    private static final Duration STARTED_WITHIN = Duration.ofMinutes(5);

    /** Within which Prometheus must have read and stored all metrics, which are up to 40 MB. */
    private static final Duration SCRAPED_WITHIN = Duration.ofMinutes(1);

    /**
     * As how many targets Prometheus sees the one server. A target is first scraped at a time of its own within the
     * interval, which cannot be shorter than the time limit; the first of many targets is scraped at once.
     */
    private static final int TARGETS = 100;

    private static final Path RULES = Path.of("helm/observability/files/rules");

    /** A series after all others: once it is there, all are. */
    private static final String LAST = "replay_scraped";

    private final CountDownLatch scraped = new CountDownLatch(1);
    private final RecordedRun run;
    private final HttpServer metrics;
    private final Process prometheus;
    private final Path folder;
    private final URI url;

    /**
     * Starts a Prometheus.
     *
     * @param program the path of the program
     * @param root of the tree, which has the alert rules
     */
    public Replay(RecordedRun run, String program, Path root) throws IOException, InterruptedException {
        this.run = run;
        folder = Files.createTempDirectory("orderflow-replay");
        metrics = serve(run.metrics() + LAST + " 1\n# EOF\n");
        var port = freePort();
        url = URI.create("http://127.0.0.1:" + port);
        var targets = IntStream.range(0, TARGETS)
                .mapToObj(number -> "{targets: [\"127.0.0.1:%d\"], labels: {__metrics_path__: /%d}}"
                        .formatted(metrics.getAddress().getPort(), number))
                .collect(Collectors.joining(", "));
        var configuration = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: %1$ds, scrape_timeout: %1$ds, evaluation_interval: 1h}
                rule_files: ["%2$s/*.yaml"]
                scrape_configs: [{job_name: replay, honor_labels: true, static_configs: [%3$s]}]
                """.formatted(
                        SCRAPED_WITHIN.toSeconds(), root.resolve(RULES).toAbsolutePath(), targets));
        prometheus = new ProcessBuilder(
                        program,
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        // Else old samples are refused, or moved into a block, as soon as there is one of now.
                        "--storage.tsdb.min-block-duration=10y",
                        "--storage.tsdb.max-block-duration=10y",
                        "--web.listen-address=127.0.0.1:" + port,
                        "--enable-feature=exemplar-storage")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        await();
    }

    /**
     * Returns the path of Prometheus that the environment names.
     *
     * @param target the make target that sets it
     * @throws IllegalStateException if it names none
     */
    public static String program(String target) {
        var program = System.getenv("PROMETHEUS");
        if (program == null) {
            throw new IllegalStateException("PROMETHEUS does not name the program; try: make " + target);
        }
        return program;
    }

    /** Serves metrics to one target at a time: to the next one when the scrape of the one before must have ended. */
    private HttpServer serve(String exposition) throws IOException {
        var body = exposition.getBytes(StandardCharsets.UTF_8);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (scraped.getCount() == 0) {
                exchange.close();
                return;
            }
            exchange.getResponseHeaders().add("Content-Type", "application/openmetrics-text; version=1.0.0");
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
            try {
                scraped.await(SCRAPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await() throws InterruptedException {
        var until = Instant.now().plus(STARTED_WITHIN);
        while (!hasScraped()) {
            if (!prometheus.isAlive() || Instant.now().isAfter(until)) {
                // Nobody can close what was never made; its log stays.
                prometheus.destroy();
                scraped.countDown();
                metrics.stop(0);
                throw new IllegalStateException(
                        "Prometheus has not read the recorded metrics; its log: " + folder.resolve("prometheus.log"));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        scraped.countDown();
        metrics.stop(0);
    }

    private boolean hasScraped() {
        try {
            return !new PrometheusReader(url).query(LAST).isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    /** Returns the stores, at the time of the recording. */
    public Stores stores() {
        return run.stores(new PrometheusReader(url).at(run.time()));
    }

    @Override
    public void close() {
        metrics.stop(0);
        prometheus.destroy();
        try {
            prometheus.waitFor(10, TimeUnit.SECONDS);
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
