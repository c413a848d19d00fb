package dev.orderflow.pager.web;

import com.github.difflib.DiffUtils;
import dev.orderflow.pager.evidence.Affected;
import dev.orderflow.pager.evidence.Chain.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two traces side by side: the spans that both have on one line, in the order in which they began. */
record Twins(List<Row> rows) {

    /** Steps to the right, for which the style sheet has a class. */
    private static final int DEEPEST = 12;

    private static final String NONE = "–";

    /**
     * A span of one or of both.
     *
     * @param failed how long it took in the trace that failed, or that it is not there
     * @param good the same of the other
     */
    public record Row(String service, String name, int depth, String failed, String good, String look) {}

    /** A span's place, by which the same span is recognized in another trace. */
    private record Place(int depth, String service, String name) {

        static Place of(Bar bar) {
            return new Place(bar.depth(), bar.service(), bar.name());
        }
    }

    static Twins of(Affected.Finding finding) {
        var failed = finding.failed().bars();
        var good = finding.good().bars();
        var rows = new ArrayList<Row>();
        var patch = DiffUtils.diff(
                failed.stream().map(Place::of).toList(),
                good.stream().map(Place::of).toList(),
                true);
        for (var delta : patch.getDeltas()) {
            var source = delta.getSource();
            var target = delta.getTarget();
            if (source.size() == target.size() && source.getLines().equals(target.getLines())) {
                for (var i = 0; i < source.size(); i++) {
                    rows.add(row(failed.get(source.getPosition() + i), good.get(target.getPosition() + i)));
                }
            } else {
                for (var i = 0; i < source.size(); i++) {
                    rows.add(row(failed.get(source.getPosition() + i), null));
                }
                for (var i = 0; i < target.size(); i++) {
                    rows.add(row(null, good.get(target.getPosition() + i)));
                }
            }
        }
        return new Twins(rows);
    }

    private static Row row(@Nullable Bar failed, @Nullable Bar good) {
        var one = failed == null ? Objects.requireNonNull(good) : failed;
        var look = failed != null && failed.failed() ? "failed" : failed == null || good == null ? "alone" : "both";
        return new Row(one.service(), one.name(), Math.min(one.depth(), DEEPEST), text(failed), text(good), look);
    }

    private static String text(@Nullable Bar bar) {
        return bar == null
                ? NONE
                : String.format(Locale.ROOT, "%.1f ms%s", bar.micros() / 1000.0, bar.failed() ? ", failed" : "");
    }
}
