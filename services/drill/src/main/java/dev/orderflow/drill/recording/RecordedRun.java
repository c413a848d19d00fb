package dev.orderflow.drill.recording;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.MemoryStores;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the stores of a cluster held at a time.
 *
 * @param time when it was recorded
 * @param alerts that were firing
 * @param metrics the samples before, with their exemplars, as OpenMetrics
 * @param traces that exemplars name
 * @param lines of those traces, of Kubernetes and of PostgreSQL's sessions, and the latest warnings and errors
 */
public record RecordedRun(
        Instant time, List<Alert> alerts, String metrics, List<Trace> traces, List<LogStore.Line> lines) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");

    /** The ending of the files' names. */
    public static final String EXTENSION = ".json.gz";

    /** Returns stores with the run's traces and lines, without its metrics. */
    public Stores stores() {
        return stores(new PrometheusReader(NOBODY));
    }

    Stores stores(PrometheusReader prometheus) {
        var memory = new MemoryStores(traces, lines);
        return new Stores(prometheus, memory, memory);
    }

    /** Reads a file that {@link #write} wrote. */
    public static RecordedRun read(Path file) {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return JSON.readValue(in, RecordedRun.class);
        } catch (IOException e) {
            throw new UncheckedIOException("no recorded run " + file, e);
        }
    }

    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
                JSON.writeValue(out, this);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
