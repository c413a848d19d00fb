package dev.orderflow.pager.board;

import com.sun.net.httpserver.HttpServer;
import dev.orderflow.processes.Child;
import dev.orderflow.processes.Ports;
import dev.orderflow.walk.store.PrometheusReader;
import dev.orderflow.walk.store.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Prometheus of its own, by the program that PROMETHEUS names, which has scraped what a test says: an hour at once. */
final class Prometheus implements AutoCloseable {

    private final HttpServer scraped;
    private final Child process;
    private final URI url;

    /** @param exposition OpenMetrics, each sample with its time; its last series is {@code scraped} */
    Prometheus(String exposition) throws IOException {
        var bytes = exposition.getBytes(StandardCharsets.UTF_8);
        scraped = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        scraped.createContext("/metrics", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        scraped.start();
        var folder = Files.createTempDirectory("prometheus");
        var configuration = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 1s}
                scrape_configs: [{job_name: test, static_configs: [{targets: ["127.0.0.1:%d"]}]}]
                """.formatted(scraped.getAddress().getPort()));
        var port = Ports.free();
        url = URI.create("http://127.0.0.1:" + port);
        process = Child.start("prometheus", folder, Map.of(), List.of(
                program(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--enable-feature=exemplar-storage"));
        process.await(Duration.ofMinutes(1), this::hasScraped);
    }

    static boolean isThere() {
        return System.getenv("PROMETHEUS") != null;
    }

    URI url() {
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

    @Override
    public void close() {
        process.close();
        scraped.stop(0);
    }
}
