package dev.orderflow.charts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/**
 * A run of an incident's proof, as {@code make prove} keeps it.
 *
 * @param pages time from the first failed request to each page in seconds, by alert
 */
record ProofRuns(
        String run,
        String day,
        Map<String, Integer> pages,
        int walks,
        int right,
        int median,
        int mended,
        List<String> wrong) {

    private static final Path FOLDER = Chart.ROOT.resolve("k8s/incidents/proofs");

    /** Reads the runs of one incident, the oldest first; none if none is kept. */
    static List<ProofRuns> of(String id) {
        var file = FOLDER.resolve(id + ".json");
        try {
            return Files.exists(file) ? read(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ProofRuns> read(Path file) throws IOException {
        List<Map<String, Object>> rows = new Yaml().load(Files.readString(file));
        return rows.stream().map(ProofRuns::of).toList();
    }

    @SuppressWarnings("unchecked")
    private static ProofRuns of(Map<String, Object> row) {
        return new ProofRuns(
                row.get("run").toString(),
                row.get("at").toString().substring(0, "2026-11-29".length()),
                (Map<String, Integer>) row.get("pages"),
                (int) row.get("walks"),
                (int) row.get("right"),
                (int) row.get("median"),
                (int) row.get("mended"),
                (List<String>) row.get("wrong"));
    }

    /** Returns a sentence with the figures of all kept runs; empty if none is. */
    static String summary() throws IOException {
        if (!Files.exists(FOLDER)) {
            return "";
        }
        List<ProofRuns> all;
        try (var files = Files.list(FOLDER)) {
            all = files.sorted()
                    .map(file -> file.getFileName().toString().replaceFirst("[.]json$", ""))
                    .flatMap(id -> of(id).stream())
                    .toList();
        }
        var paged = all.stream().filter(run -> !run.pages.isEmpty()).toList();
        var first = paged.stream().map(ProofRuns::firstPage).sorted().toList();
        return """

                Kept runs: %d, of %d incidents. Paged: %d, the first page after %d s in the median. Walks that named the cause
                first: %d of %d. Runs that met each expectation: %d.
                """.formatted(
                        all.size(),
                        incidents(),
                        paged.size(),
                        first.isEmpty() ? 0 : first.get(first.size() / 2),
                        all.stream().mapToInt(ProofRuns::right).sum(),
                        all.stream().mapToInt(ProofRuns::walks).sum(),
                        all.stream().filter(run -> run.wrong.isEmpty()).count());
    }

    private static long incidents() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.count();
        }
    }

    private int firstPage() {
        return pages.values().stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Returns the run as a row of a table. */
    String row() {
        return "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        run,
                        day,
                        pages.isEmpty()
                                ? "none"
                                : pages.entrySet().stream()
                                        .sorted(Map.Entry.comparingByValue())
                                        .limit(1)
                                        .map(page -> "`%s` after %d s".formatted(page.getKey(), page.getValue()))
                                        .collect(Collectors.joining()),
                        walks == 0 ? "" : "%d of %d".formatted(right, walks),
                        walks == 0 ? "" : median + " ms",
                        pages.isEmpty() ? "" : mended + " s",
                        wrong.isEmpty() ? "met" : String.join("; ", wrong).replace("|", "/"));
    }
}
