package dev.orderflow.pager.evidence;

import dev.orderflow.pager.evidence.Affected.Difference;
import dev.orderflow.pager.evidence.Affected.Example;
import dev.orderflow.stores.Alert;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.who.Condition;
import dev.orderflow.who.Finding;
import dev.orderflow.who.Result;
import dev.orderflow.who.Unit;
import dev.orderflow.who.Who;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the stores which shoppers an alert is about. */
final class AffectedShoppers {

    /** Spans of an example: two of them side by side are to be read. */
    private static final int BARS = 60;

    private static final String NONE = "–";

    private final Stores stores;

    AffectedShoppers(Stores stores) {
        this.stores = stores;
    }

    /**
     * Returns the answer; empty for an alert that is about no requests of shoppers.
     *
     * @throws StoreException if a store does not answer
     */
    Optional<Affected> ask(Alert alert, Instant now) {
        var who = new Who(stores);
        return who.ofPage(alert, now).map(who::ask).map(this::affected);
    }

    private Affected affected(Result result) {
        var answer = result.answer();
        return new Affected(
                result.question().toString(),
                result.unit(),
                answer.cases(),
                answer.controls(),
                answer.isOfEnough(),
                answer.findings().stream().map(this::finding).toList(),
                result.milliseconds());
    }

    private Affected.Finding finding(Finding found) {
        return new Affected.Finding(
                found.text(),
                found.equivalents().stream().map(Finding::text).toList(),
                found.casesWith(),
                found.cases(),
                found.controlsWith(),
                found.controls(),
                example(found.failed()),
                example(found.good()),
                differences(found));
    }

    /** An example whose trace cannot be read any more has no bars: the answer is worth keeping. */
    private Example example(@Nullable Unit unit) {
        if (unit == null) {
            return new Example("", List.of());
        }
        try {
            var bars = Chains.bars(stores.traces().trace(unit.traceId()), "");
            return new Example(unit.traceId(), bars.subList(0, Math.min(BARS, bars.size())));
        } catch (StoreException e) {
            return new Example(unit.traceId(), List.of());
        }
    }

    private static List<Difference> differences(Finding found) {
        var good = found.good();
        if (good == null) {
            return List.of();
        }
        var decisive = found.conditions().stream().map(Condition::attribute).collect(Collectors.toSet());
        var names = new TreeSet<>(found.failed().attributes().keySet());
        names.addAll(good.attributes().keySet());
        var differences = new ArrayList<Difference>();
        for (var name : names) {
            var one = value(found.failed().attributes(), name);
            var other = value(good.attributes(), name);
            if (!one.equals(other) || decisive.contains(name)) {
                differences.add(new Difference(name, one, other, decisive.contains(name)));
            }
        }
        return differences;
    }

    private static String value(Map<String, String> attributes, String name) {
        var value = attributes.getOrDefault(name, Unit.ABSENT);
        return value.equals(Unit.ABSENT) ? NONE : value;
    }
}
