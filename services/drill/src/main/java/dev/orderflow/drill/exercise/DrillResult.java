package dev.orderflow.drill.exercise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a drill, as it is stored and printed.
 *
 * @param selected the incident or the decoy, in a sentence
 * @param stated the stated cause; empty if none was stated
 * @param trace whether the named trace shows the cause
 * @param broken when a recovery condition first failed; null if none did
 * @param recoveredBy the responder, the drill, or nobody
 * @param leaks texts by which a responder could have learned the selection
 * @param unsearched sources that could not be searched for leaks, and why
 * @param notes failures of the drill itself, and harmful actions of the responder
 */
record DrillResult(
        String responder,
        String name,
        long seed,
        String selected,
        String truth,
        Instant started,
        Instant boxOver,
        Instant began,
        Instant ended,
        @Nullable Instant paged,
        @Nullable Instant acknowledged,
        @Nullable Instant statedAt,
        String stated,
        String traceId,
        TraceCheck.Conclusion trace,
        @Nullable Instant broken,
        @Nullable Instant recovered,
        String recoveredBy,
        boolean acted,
        int score,
        Map<String, Integer> parts,
        List<String> leaks,
        List<String> unsearched,
        List<String> notes) {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss").withZone(ZoneOffset.UTC);

    /** Writes the result as JSON to a folder. */
    Path keep(Path folder) {
        try {
            Files.createDirectories(folder);
            var text = JsonMapper.builder()
                    .build()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(this);
            return Files.writeString(folder.resolve(NAME.format(started) + ".json"), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the figures that are kept with the sources. */
    KeptDrill kept() {
        return new KeptDrill(
                responder,
                began.toString(),
                selected,
                truth,
                stated,
                seconds(paged),
                seconds(statedAt),
                recoveredBy,
                score,
                leaks.size() + unsearched.size(),
                notes);
    }

    private @Nullable Long seconds(@Nullable Instant at) {
        return at == null ? null : Duration.between(began, at).toSeconds();
    }

    /** Formats the scored timeline; times count from the moment at which the incident or decoy began. */
    String text() {
        var text = new StringBuilder("\n");
        row(text, "selected", selected);
        row(text, "", "it is " + truth);
        row(text, "began", minutes(started, began) + " after the drill did");
        row(text, "broken", since(broken, "never"));
        row(text, "page", since(paged, "none"));
        row(text, "acknowledged", since(acknowledged, "not"));
        row(text, "stated", stated.isEmpty() ? "nothing" : since(statedAt, "") + "  " + stated);
        row(
                text,
                "its trace",
                traceId.isEmpty()
                        ? trace.reason()
                        : traceId + (trace.shown() ? " shows it: " : " does not show it: ") + trace.reason());
        row(text, "recovered", recovered == null ? "not" : since(recovered, "") + "  by " + recoveredBy);
        var none = unsearched.isEmpty() ? "none" : "none where it was searched";
        row(text, "leaks", leaks.isEmpty() ? none : String.join("; ", leaks));
        unsearched.forEach(reason -> row(text, "not searched", reason));
        notes.forEach(note -> row(text, "note", note));
        row(text, "seed", Long.toString(seed));
        row(text, "score", score + " of 100");
        parts.forEach((part, points) -> row(text, "", "%3d  %s".formatted(points, part)));
        return text.toString();
    }

    private String since(@Nullable Instant at, String fallback) {
        return at == null ? fallback : "+" + minutes(began, at);
    }

    private static String minutes(Instant from, Instant until) {
        var seconds = Duration.between(from, until).toSeconds();
        return "%02d:%02d".formatted(seconds / 60, seconds % 60);
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append("  %-14s %s%n".formatted(name, value));
    }
}
