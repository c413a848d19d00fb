package dev.orderflow.drill.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies the files that incidents are checked against, so that a test can plant a fault. */
final class Tree {

    static final Path ROOT = Path.of("../..");

    private static final List<String> PARTS =
            List.of("k8s/incidents", "k8s/releases", "helm/orderflow/values.yaml", "helm/observability/files/rules");

    private Tree() {}

    static Path incidents(Path root) {
        return root.resolve("k8s/incidents");
    }

    /** Copies the parts of the tree into a folder, and returns the folder. */
    static Path copy(Path to) {
        PARTS.forEach(part -> copy(ROOT.resolve(part), to.resolve(part)));
        return to;
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replaces a text of a file, which must be there.
     *
     * @return the number of the first line that was changed
     */
    static int edit(Path file, String right, String wrong) {
        try {
            var text = Files.readString(file);
            if (!text.contains(right)) {
                throw new IllegalArgumentException(file + " does not hold " + right);
            }
            Files.writeString(file, text.replace(right, wrong));
            return Math.toIntExact(text.substring(0, text.indexOf(right))
                            .chars()
                            .filter(c -> c == '\n')
                            .count())
                    + 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
