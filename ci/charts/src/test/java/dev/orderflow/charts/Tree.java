package dev.orderflow.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The files of the tree, without what is built. */
final class Tree {

    private static final Set<String> BUILT = Set.of(".git", "target", "build", "node_modules", ".idea", ".venv");

    private Tree() {}

    /** Relative to the root. */
    static List<Path> files() {
        var files = new ArrayList<Path>();
        try {
            Files.walkFileTree(Chart.ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return attributes.isDirectory()
                                    && BUILT.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && !file.getFileName().toString().equals(".git")) {
                        files.add(Chart.ROOT.relativize(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** The lines of a file of the tree; none where the file is not text. */
    static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(Chart.ROOT.resolve(file)).stream();
        } catch (CharacterCodingException e) {
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Programs for bash, and what they source. */
    static List<Path> scripts() {
        return files().stream().filter(file -> isScript(file)).sorted().toList();
    }

    private static boolean isScript(Path file) {
        var name = file.getFileName().toString();
        if (name.endsWith(".sh")) {
            return true;
        }
        return !name.contains(".") && lines(file).findFirst().orElse("").matches("#!.*\\b(ba)?sh\\b.*");
    }
}
