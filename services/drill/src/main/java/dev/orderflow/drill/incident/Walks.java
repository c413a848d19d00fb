package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Hop;
import dev.orderflow.walk.Walk;
import dev.orderflow.walk.cause.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Walks from each firing page, and then from the exemplars of failed requests, to the cause. Counts how many walks
 * arrive, at which cause, and how long each hop takes.
 */
final class Walks {

    /** How old a failed request may be. */
    static final Duration WINDOW = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final Cause truth;

    /** @param truth the cause that the walks are expected to find */
    Walks(Cluster cluster, Cause truth) {
        this.cluster = cluster;
        this.truth = truth;
    }

    /**
     * The totals of all walks; times in milliseconds.
     *
     * @param right how many name the incident's cause first
     * @param causes how many walks ended at each mechanism
     * @param hops median time of each hop, by its name
     * @param median median time of a whole walk
     * @param elsewhere the findings of walks that show another cause than the incident's, with their trace ids
     */
    record Totals(
            int walked,
            int arrived,
            int right,
            Map<String, Integer> causes,
            Map<String, Long> hops,
            long median,
            long slowest,
            List<String> deadEnds,
            List<String> elsewhere) {

        String row() {
            return "%d of %d walks arrived, %d at the cause; median %d ms, slowest %d ms; hops %s; causes %s%s%s"
                    .formatted(
                            arrived, walked, right, median, slowest, hops, causes, listed(deadEnds), listed(elsewhere));
        }

        private static String listed(List<String> sentences) {
            return sentences.isEmpty() ? "" : "; " + sentences;
        }
    }

    /**
     * Makes the walks.
     *
     * @param count how many at most
     * @param since requests that failed before are none of the incident's, nor those of more than five minutes ago
     * @return zeros if no page fires and no request failed
     */
    Totals run(int count, Instant since) {
        var stores = cluster.stores();
        var findings = new ArrayList<Findings>();
        new FiringPages(cluster.prometheus())
                .firing().stream()
                        .limit(count)
                        .forEach(page -> findings.add(walk(stores).fromPage(page)));
        var now = Instant.now();
        var from = since.isAfter(now.minus(WINDOW)) ? since : now.minus(WINDOW);
        FailedRequests.traces(cluster.prometheus(), from, now.minus(Walk.SETTLED))
                .limit(count - findings.size())
                .forEach(trace -> findings.add(walk(stores).fromTrace(trace)));
        return summary(findings);
    }

    private static Walk walk(Stores stores) {
        return new Walk(stores, Clock.systemUTC(), _ -> {});
    }

    private Totals summary(List<Findings> findings) {
        var causes = new TreeMap<String, Integer>();
        var hops = new LinkedHashMap<String, List<Long>>();
        var deadEnds = new ArrayList<String>();
        var elsewhere = new ArrayList<String>();
        for (var found : findings) {
            if (found.explanation() != null) {
                causes.merge(found.explanation().mechanism().name(), 1, Integer::sum);
                if (!found.causes().contains(truth)) {
                    elsewhere.add(found.traceId() + ": " + found.explanation().sentence());
                }
            }
            for (var hop : found.hops()) {
                hops.computeIfAbsent(hop.name(), _ -> new ArrayList<>()).add(hop.milliseconds());
            }
            found.hops().stream()
                    .filter(hop -> !hop.passed())
                    .map(Walks::describe)
                    .forEach(deadEnds::add);
        }
        var times = findings.stream().map(Findings::milliseconds).toList();
        var medians = new LinkedHashMap<String, Long>();
        hops.forEach((name, each) -> medians.put(name, median(each)));
        return new Totals(
                findings.size(),
                (int) findings.stream().filter(Findings::arrived).count(),
                (int) findings.stream()
                        .filter(found -> found.causes().stream().findFirst().equals(Optional.of(truth)))
                        .count(),
                causes,
                medians,
                median(times),
                times.stream().mapToLong(Long::longValue).max().orElse(0),
                deadEnds,
                elsewhere);
    }

    private static String describe(Hop hop) {
        return hop.name() + ": " + hop.answer();
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0L);
    }
}
