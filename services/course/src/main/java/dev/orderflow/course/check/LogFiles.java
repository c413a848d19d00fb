package dev.orderflow.course.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the log files of the services: what was written to them since this object was made. */
final class LogFiles {

    private final Path folder;
    private final Map<String, Long> sizes;

    /** @param folder with a file {@code <service>.log} for each service */
    LogFiles(Path folder, List<String> services) {
        this.folder = folder;
        sizes = services.stream().collect(Collectors.toMap(service -> service, service -> (long) read(service).length));
    }

    /** Returns the whole lines that were written since then, those of a service in their order. */
    List<LogLine> lines() {
        return sizes.entrySet().stream()
                .flatMap(entry -> lines(entry.getKey(), entry.getValue().intValue()))
                .toList();
    }

    private Stream<LogLine> lines(String service, int from) {
        var bytes = read(service);
        var text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.isBlank())
                .map(line -> LogLine.of(service, line));
    }

    private byte[] read(String service) {
        try {
            return Files.readAllBytes(folder.resolve(service + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
