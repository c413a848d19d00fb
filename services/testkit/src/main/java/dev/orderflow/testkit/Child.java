package dev.orderflow.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Runs a program as a child process: its output goes to a file, and it ends with this process. */
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

    /**
     * Starts a program.
     *
     * @param folder its working directory, in which {@code <name>.log} is written
     */
    public static Child start(String name, Path folder, Map<String, String> environment, List<String> command) {
        return start(name, folder, environment, command, Redirect.to(log(name, folder)));
    }

    /** Starts a program that has run before, as {@link #start}; its log keeps what it wrote until then. */
    public static Child restart(String name, Path folder, Map<String, String> environment, List<String> command) {
        return start(name, folder, environment, command, Redirect.appendTo(log(name, folder)));
    }

    private static File log(String name, Path folder) {
        return folder.resolve(name + ".log").toFile();
    }

    private static Child start(
            String name, Path folder, Map<String, String> environment, List<String> command, Redirect output) {
        var log = log(name, folder).toPath();
        var builder = new ProcessBuilder(Lifeline.tie(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().keySet().removeIf(key -> key.startsWith("OTEL_") || key.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        try {
            return new Child(name, log, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the program is ready, {@link #START} at most.
     *
     * @throws IllegalStateException if the program ends or the time passes first; the message holds the end of its log
     */
    public Child await(BooleanSupplier ready) {
        return await(START, ready);
    }

    /**
     * Waits until the program is ready.
     *
     * @throws IllegalStateException if the program ends or the time passes first; the message holds the end of its log
     */
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

    /** Waits until the program ends, and requires the exit code 0. */
    public void finish(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(name + " failed; " + tail());
        }
    }

    /** Returns the processor time of all threads so far, in user and in kernel mode, in steps of 10 ms. */
    public Duration processorTime() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException(
                        name + " has ended, or the system does not report its processor time"));
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

    /** Kills the program, and returns when it has ended. */
    public void kill() {
        try {
            // Not onExit(), which needs a free thread of the common pool: on two processors that has one.
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the program to end, and kills it after ten seconds. */
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
