package dev.orderflow.drill.recording;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Reads a file that {@link #write} wrote. */
    public static RecordedRun read(Path file) {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return JSON.readValue(in, RecordedRun.class);
        } catch (IOException e) {
            throw new UncheckedIOException("no recorded run " + file, e);
        }
    }

    void write(Path file) {
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
