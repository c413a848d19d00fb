package dev.orderflow.pager.web;

import dev.orderflow.pager.evidence.Chain.Bar;
import java.util.List;
import java.util.Locale;

/** A trace as a waterfall: each span from where it begins to where it ends, on a line of {@value #WIDTH} units. */
record Waterfall(List<Row> rows) {

    static final int WIDTH = 1000;

    /** Steps to the right, for which the style sheet has a class. */
    private static final int DEEPEST = 12;

    /** What is short is to be seen too. */
    private static final double NARROWEST = 2;

    /** @param x and width of {@value #WIDTH} */
    public record Row(
            String service,
            String name,
            String duration,
            int depth,
            double x,
            double width,
            boolean failed,
            boolean rootCause) {

        public String look() {
            return rootCause ? "root-cause" : failed ? "failed" : "fine";
        }
    }

    static Waterfall of(List<Bar> bars) {
        var length = bars.stream()
                .mapToLong(bar -> bar.startMicros() + bar.micros())
                .max()
                .orElse(1);
        var scale = (double) WIDTH / Math.max(1, length);
        return new Waterfall(bars.stream().map(bar -> row(bar, scale)).toList());
    }

    private static Row row(Bar bar, double scale) {
        var width = Math.min(WIDTH, Math.max(NARROWEST, bar.micros() * scale));
        return new Row(
                bar.service(),
                bar.name(),
                String.format(Locale.ROOT, "%.1f ms", bar.micros() / 1000.0),
                Math.min(bar.depth(), DEEPEST),
                Math.min(WIDTH - width, bar.startMicros() * scale),
                width,
                bar.failed(),
                bar.rootCause());
    }
}
