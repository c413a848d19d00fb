package dev.orderflow.pager.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of a page as it was at one moment: from its exemplar to its SQL.
 *
 * @param arrived false where a hop failed; the last of them says why
 * @param cause in a sentence, empty where the walk did not come so far
 * @param codeLocation the innermost frame of our own code
 * @param refusal the database's own words where it refused a connection
 * @param bars the trace, a span a bar, parents before their children
 * @param statementsFrom how the statements were come by
 * @param affected which shoppers it hits; null as long as that was not asked, and where it is about none
 */
public record Chain(
        Instant at,
        boolean arrived,
        String traceId,
        String cause,
        String codeLocation,
        String refusal,
        List<Hop> hops,
        List<Bar> bars,
        List<LogLine> lines,
        List<Statement> statements,
        String statementsFrom,
        long milliseconds,
        @Nullable Affected affected) {

    /** Returns the same evidence with which shoppers it hits. */
    Chain of(Affected shoppers) {
        return new Chain(
                at,
                arrived,
                traceId,
                cause,
                codeLocation,
                refusal,
                hops,
                bars,
                lines,
                statements,
                statementsFrom,
                milliseconds,
                shoppers);
    }

    /** @param link where a person asks the same; empty where there is none */
    public record Hop(String name, String query, String link, String answer, boolean passed, long milliseconds) {}

    /**
     * A span.
     *
     * @param startMicros since the trace began
     * @param rootCause whether this span explains the trace; {@code guilty} in the API
     */
    public record Bar(
            String service,
            String name,
            int depth,
            long startMicros,
            long micros,
            boolean failed,
            @JsonProperty("guilty") boolean rootCause) {}

    public record LogLine(Instant at, String service, String severity, String message) {}

    public record Statement(String service, String sql, double milliseconds) {}
}
