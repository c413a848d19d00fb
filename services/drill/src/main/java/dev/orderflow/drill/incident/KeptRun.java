package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of one run of a proof that are kept beside the incident's file, in {@code proofs/<id>.json}: a line each,
 * from which the docs have their table.
 *
 * @param run its name in the incident's file
 * @param at when the change was made
 * @param pages time from the first failed request to each page in seconds, by alert
 * @param walks how many walks were made
 * @param right how many of them named the cause first
 * @param median of the walks in milliseconds; 0 without a walk
 * @param mended time from the mitigation to the end of the last page in seconds
 * @param who the answer to which shoppers it hits; null where that was not asked
 * @param wrong a sentence for each expectation that was not met, the audit's too
 */
record KeptRun(
        String run,
        String at,
        Map<String, Long> pages,
        int walks,
        int right,
        long median,
        long mended,
        @Nullable String who,
        List<String> wrong) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** Reports whether the run paged and met each expectation, and each walk named the cause. */
    boolean isWorthARecording() {
        return wrong.isEmpty() && !pages.isEmpty() && walks > 0 && right == walks;
    }

    /**
     * Adds runs to those that are kept of an incident. A run that was kept before is replaced.
     *
     * @param file is created if missing
     * @throws IOException if the file cannot be read or written
     */
    static void add(Path file, Collection<KeptRun> more) throws IOException {
        var runs = new TreeMap<String, KeptRun>();
        for (var run : Files.exists(file) ? read(file) : List.<KeptRun>of()) {
            runs.put(run.at(), run);
        }
        more.forEach(run -> runs.put(run.at(), run));
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                runs.values().stream()
                        .map(JSON::writeValueAsString)
                        .collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n")));
    }

    /** Reads the runs that are kept of an incident, the oldest first. */
    static List<KeptRun> read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), new TypeReference<>() {});
    }
}
