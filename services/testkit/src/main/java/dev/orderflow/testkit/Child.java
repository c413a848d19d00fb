package dev.orderflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A program that was started beside this one: its output in a file, its end with ours. */
public final class Child implements AutoCloseable {

    private final String name;
    private final Path log;
    /** How long a program may take to start, on a machine that is slow and busy. */
    public static final Duration START = Duration.ofMinutes(2);

    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** @param folder that it runs in, and writes {@code <name>.log} to */
    public static Child start(String name, Path folder, Map<String, String> environment, List<String> command) {
        var log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(Lifeline.tie(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("OTEL_") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        try {
            return new Child(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits {@link #START} at most.
     *
     * @throws IllegalStateException where it ends or the time is over first; the message holds the end of its log
     */
    public Child await(BooleanSupplier ready) {
        return await(START, ready);
    }

    /** @throws IllegalStateException where it ends or the time is over first; the message holds the end of its log */
    public Child await(Duration timeout, BooleanSupplier ready) {
        try {
            Awaitility.await()
                    .atMost(timeout)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException(
                                    name + " ended with " + process.exitValue() + "; " + tail());
                        }
                        return ready.getAsBoolean();
                    });
            return this;
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(name + " is not ready after " + timeout.toSeconds() + " s; " + tail(), e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    public void finish(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(name + " failed; " + tail());
        }
    }

    /** Processor time of all its threads so far, in user and in kernel mode, in steps of 10 ms. */
    public Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException(name + " is gone, or the system does not tell"));
    }

    private String tail() {
        try {
            var lines = Files.readAllLines(log);
            return "its log " + log + " ends with:\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
        } catch (IOException e) {
            return "its log " + log + " cannot be read: " + e.getMessage();
        }
    }

    /** Ends it at once; returns when it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Asks it to end, and ends it where it does not within ten seconds. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
