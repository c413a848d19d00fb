package dev.orderflow.course.lesson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs in a folder. */
final class Programs {

    private Programs() {}

    /**
     * Runs git, and returns its output.
     *
     * @throws IllegalStateException if git fails; the message holds its words
     */
    static String git(Path folder, String... arguments) {
        var command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        return run(folder, command, true);
    }

    /**
     * Runs a program whose output goes to this process's.
     *
     * @throws IllegalStateException if the program fails
     */
    static void shown(Path folder, List<String> command) {
        run(folder, command, false);
    }

    private static String run(Path folder, List<String> command, boolean kept) {
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile());
            // A hook of git sets these for its own repository.
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            if (!kept) {
                builder.inheritIO();
            }
            var process = builder.redirectErrorStream(kept).start();
            var output = kept ? new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8) : "";
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "%s failed in %s\n%s".formatted(String.join(" ", command), folder, output));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
