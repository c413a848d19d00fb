package dev.orderflow.charts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run of an incident's proof, as {@code make prove} keeps it.
 *
 * @param at when the change was made
 * @param pages time from the first failed request to each page in seconds, by alert
 * @param walks how many walks were made
 * @param right how many of them named the cause first
 * @param median of the walks in milliseconds
 * @param mended time from the mitigation to the end of the last page in seconds
 * @param who the answer of {@code make who}; null where that was not asked
 * @param wrong a sentence for each expectation that was not met
 */
record ProofRun(
        String run,
        String at,
        Map<String, Integer> pages,
        int walks,
        int right,
        int median,
        int mended,
        @Nullable String who,
        List<String> wrong) {

    private static final Path FOLDER = Chart.ROOT.resolve("k8s/incidents/proofs");

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads the runs of one incident, the oldest first; none if none is kept. */
    static List<ProofRun> of(String id) throws IOException {
        var file = FOLDER.resolve(id + ".json");
        return Files.exists(file) ? JSON.readValue(Files.readString(file), new TypeReference<>() {}) : List.of();
    }

    /** Returns a paragraph with the figures of all kept runs. */
    static String summary() throws IOException {
        var all = new ArrayList<ProofRun>();
        var incidents = 0;
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                all.addAll(of(file.getFileName().toString().replaceFirst("[.]json$", "")));
                incidents++;
            }
        }
        var first = all.stream()
                .filter(ProofRun::hasPaged)
                .map(run -> run.firstPage().getValue())
                .sorted()
                .toList();
        return """

                Kept runs: %d, of %d incidents. Paged: %d, the first page after %d s in the median. Walks that named the cause
                first: %d of %d. Runs that met each expectation: %d.
                """.formatted(
                        all.size(),
                        incidents,
                        first.size(),
                        first.isEmpty() ? 0 : first.get(first.size() / 2),
                        all.stream().mapToInt(ProofRun::right).sum(),
                        all.stream().mapToInt(ProofRun::walks).sum(),
                        all.stream().filter(run -> run.wrong.isEmpty()).count());
    }

    private boolean hasPaged() {
        return !pages.isEmpty();
    }

    private Map.Entry<String, Integer> firstPage() {
        return pages.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    }

    /** Returns the run as a row of a table. */
    String row() {
        return "| %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        run,
                        at.split("T", 2)[0],
                        hasPaged()
                                ? "`%s` after %d s"
                                        .formatted(
                                                firstPage().getKey(),
                                                firstPage().getValue())
                                : "none",
                        walks == 0 ? "" : "%d of %d".formatted(right, walks),
                        walks == 0 ? "" : median + " ms",
                        hasPaged() ? mended + " s" : "",
                        who == null ? "" : who,
                        wrong.isEmpty() ? "met" : String.join("; ", wrong).replace("|", "/"));
    }
}
