package dev.orderflow.pager.board;

import dev.orderflow.pager.board.Dashboard.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of a panel: lines over time, or a few numbers, or a table; the others are empty.
 *
 * @param times seconds since 1970, of the lines' values
 * @param note what is to be known of it, for example that some of it is left out; empty for nothing
 */
record Drawing(
        Style style,
        List<Long> times,
        List<Line> lines,
        List<Dot> dots,
        List<Stat> stats,
        List<String> columns,
        List<List<String>> rows,
        String note) {

    /**
     * A series.
     *
     * @param values null where there is none
     * @param link where it leads; empty for nowhere
     * @param color empty for the next
     */
    record Line(
            String name,
            List<@Nullable Double> values,
            String last,
            String lowest,
            String highest,
            String link,
            String color,
            boolean dashed) {}

    /**
     * An exemplar: one request, and its trace.
     *
     * @param link empty where no trace store has an address for people
     */
    record Dot(double time, double value, String text, String at, String trace, String link) {}

    /** @param look {@code fine}, {@code act}, {@code trouble}, or empty */
    record Stat(String name, String text, String look) {}

    /** An event that is rendered into each chart. */
    record Marker(double time, String text, String look) {}

    public boolean isEmpty() {
        return lines.stream()
                        .allMatch(line ->
                                line.last().equals("–") && line.highest().equals("–"))
                && stats.isEmpty()
                && rows.isEmpty()
                && dots.isEmpty();
    }
}
