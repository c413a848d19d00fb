package dev.orderflow.drill.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A port-forward to a Service that is not reachable from outside the cluster. Listens at a free port of 127.0.0.1 until
 * it is closed.
 */
public final class Tunnel implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern READY = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:([0-9]+)");

    private final Process process;
    private final int port;

    private Tunnel(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the command of a port-forward, and waits until it is ready.
     *
     * @throws IllegalStateException if it is not there within 20 s; the message holds the command's output
     */
    static Tunnel open(List<String> command) {
        var output = new StringBuffer();
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var port = new CompletableFuture<Integer>();
            Thread.ofVirtual().start(() -> read(process, output, port));
            try {
                return new Tunnel(process, port.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException e) {
                process.destroy();
                throw new IllegalStateException(
                        "no tunnel after %d s at most: %s: %s"
                                .formatted(
                                        TIMEOUT.toSeconds(),
                                        String.join(" ", command),
                                        output.toString().strip()),
                        e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reads the command's output to its end: a full pipe would stop the tunnel. */
    private static void read(Process process, StringBuffer output, CompletableFuture<Integer> port) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var ready = READY.matcher(line);
                if (ready.find()) {
                    port.complete(Integer.parseInt(ready.group(1)));
                } else if (!port.isDone()) {
                    output.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            // It was closed.
        }
        port.completeExceptionally(new IOException("it has ended"));
    }

    /** The port on 127.0.0.1. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
