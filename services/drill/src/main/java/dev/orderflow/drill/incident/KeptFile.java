package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of figures that are kept with the sources, and from which the docs have their tables: a list in JSON, with one
 * line for each entry.
 *
 * @param at returns the time of an entry, by which entries are sorted and replaced
 */
public record KeptFile<T>(Path path, Class<T> type, Function<T, String> at) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /**
     * Adds entries, and replaces those of the same time. Creates a missing file.
     *
     * @throws IOException if the file cannot be read or written
     */
    public void add(Collection<T> more) throws IOException {
        var entries = new TreeMap<String, T>();
        read().forEach(entry -> entries.put(at.apply(entry), entry));
        more.forEach(entry -> entries.put(at.apply(entry), entry));
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(
                path,
                entries.values().stream()
                        .map(JSON::writeValueAsString)
                        .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n")));
    }

    /** Reads the entries, the oldest first; none where there is no file. */
    public List<T> read() throws IOException {
        return Files.exists(path) ? JSON.readerForListOf(type).readValue(Files.readString(path)) : List.of();
    }
}
