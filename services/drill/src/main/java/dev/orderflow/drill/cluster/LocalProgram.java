package dev.orderflow.drill.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs on this machine. */
final class LocalProgram {

    private LocalProgram() {}

    /**
     * @return its output and its errors; @throws IllegalStateException where it fails, with its words as the message
     */
    static String run(List<String> command) {
        return run(command, "");
    }

    /** The same, with something to read. */
    static String run(List<String> command, String input) {
        try {
            var process = start(command);
            try (var to = process.getOutputStream()) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            }
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

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage() + "; try: make doctor", e);
        }
    }
}
