package dev.orderflow.charts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A drill, as {@code make drill} keeps it. Times count in seconds from when the incident or decoy began.
 *
 * @param at when it began
 * @param selected the incident or the decoy, in a sentence
 * @param truth its cause
 * @param stated the stated cause; empty if none was stated
 * @param paged time to the page; null if nobody was paged
 * @param statedAfter time to the statement; null if there was none
 * @param recoveredBy the responder, the drill, or nobody
 * @param score points of 100
 * @param leaks how many texts gave the selection away, or could not be searched for it
 * @param notes failures of the drill itself, and harmful actions of the responder
 */
record DrillRun(
        String responder,
        String at,
        String selected,
        String truth,
        String stated,
        @Nullable Integer paged,
        @Nullable Integer statedAfter,
        String recoveredBy,
        int score,
        int leaks,
        List<String> notes) {

    private static final Path FILE = Chart.ROOT.resolve("k8s/incidents/drills.json");

    private static final JsonMapper JSON = new JsonMapper();

    /** Returns a section with a table of all kept drills; empty if none is kept. */
    static String section() throws IOException {
        if (!Files.exists(FILE)) {
            return "";
        }
        List<DrillRun> all = JSON.readValue(Files.readString(FILE), new TypeReference<>() {});
        return """

                ## Drills

                Kept by `make drill KEEP=yes`; times count from when the incident or decoy began. The scripted responder states what
                the walk says and mends nothing, so that it has 90 of 100 points at most; the constant one states the same each time.

                | On | Responder | Selected | Page | Stated | Right | Score | Leaks | Notes |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                %s
                """.formatted(all.stream().map(DrillRun::row).collect(Collectors.joining("\n")));
    }

    private String row() {
        return "| %s | %s | %s | %s | %s | %s | %d | %d | %s |"
                .formatted(
                        at.split("T", 2)[0],
                        responder,
                        selected,
                        paged == null ? "none" : "after " + paged + " s",
                        stated.isEmpty()
                                ? "nothing"
                                : stated + (statedAfter == null ? "" : ", after " + statedAfter + " s"),
                        stated.equals(truth) ? "yes" : "no",
                        score,
                        leaks,
                        String.join("; ", notes).replace("|", "/"));
    }
}
