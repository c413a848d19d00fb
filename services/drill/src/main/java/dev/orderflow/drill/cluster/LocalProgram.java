package dev.orderflow.drill.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs on this machine, as kubectl and helm, and returns their output. */
final class LocalProgram {

    private LocalProgram() {}

    /**
     * Runs a program to its end.
     *
     * @return its standard output and standard error
     * @throws IllegalStateException if it fails; the message holds its output
     */
    static String run(List<String> command) {
        return run(command, "");
    }

    /** Runs a program that reads a text from its standard input. */
    static String run(List<String> command, String input) {
        try {
            var process = start(command);
            send(process, input);
            var words = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + words.strip());
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs a program that reads a text from its standard input, and shows its output as that is printed.
     *
     * @throws IllegalStateException if it fails
     */
    static void show(List<String> command, String input) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // Whatever ends this program also ends the other.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            send(process, input);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed; its words are above");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a text to a program. What ends before it has read all of that says why by its exit code and its output. */
    private static void send(Process process, String input) {
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It has ended.
        }
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage() + "; try: make doctor", e);
        }
    }
}
