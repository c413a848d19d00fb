package dev.orderflow.drill.incident;

import dev.orderflow.drill.incident.IncidentFile.Incident.Expect;
import dev.orderflow.drill.incident.IncidentFile.Incident.Expect.ExpectedPage;
import dev.orderflow.stores.PrometheusReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The time from an alert's symptom to its page. How fast a symptom grows depends on the load and on the machine: twenty
 * orders wait sooner at four arrivals a second than at two. How fast an alert finds it does not.
 *
 * @param afterSymptom by alert, for the expected pages that fired; zero for a page that was there before its symptom
 * @param unmeasured a sentence for each of them whose symptom Prometheus has no sample of
 */
record SymptomTimes(Map<String, Duration> afterSymptom, List<String> unmeasured) {

    private static final Duration STEP = Duration.ofSeconds(5);

    /**
     * How long after its page a symptom is still looked for: the alert's window may hold what the symptom's does not.
     */
    private static final Duration AFTERWARDS = Duration.ofMinutes(1);

    private static final int MOST_SERIES = 100;

    /**
     * Asks Prometheus for the symptoms of a run's pages.
     *
     * @throws dev.orderflow.stores.StoreException if Prometheus does not answer
     */
    static SymptomTimes of(IncidentRun.Outcome outcome, Expect expect, PrometheusReader prometheus) {
        var times = new TreeMap<String, Duration>();
        var unmeasured = new ArrayList<String>();
        for (var page : expect.pages()) {
            var after = outcome.pages().get(page.alert());
            if (after == null) {
                continue;
            }
            var paged = outcome.changed().plus(after);
            var held = held(prometheus, page, outcome.caused(), paged.plus(AFTERWARDS));
            if (held.isEmpty()) {
                unmeasured.add(
                        "%s fired, but its symptom was not measured: %s".formatted(page.alert(), page.symptom()));
            }
            times.put(
                    page.alert(),
                    began(held, paged)
                            .map(since -> Duration.between(since, paged))
                            .orElse(Duration.ZERO));
        }
        return new SymptomTimes(times, unmeasured);
    }

    /**
     * Returns the beginning of the last stretch that began before a page, without a break; empty if none did.
     *
     * @param held times at which the symptom was measured, a step apart where it lasted
     */
    static Optional<Instant> began(NavigableSet<Instant> held, Instant paged) {
        var since = held.floor(paged);
        while (since != null && held.contains(since.minus(STEP))) {
            since = since.minus(STEP);
        }
        return Optional.ofNullable(since);
    }

    private static NavigableSet<Instant> held(
            PrometheusReader prometheus, ExpectedPage page, Instant from, Instant until) {
        var held = new TreeSet<Instant>();
        for (var series : prometheus.range(page.symptom(), from, until, STEP, MOST_SERIES)) {
            for (var sample : series.path("values")) {
                held.add(Instant.ofEpochMilli(Math.round(sample.path(0).asDouble() * 1000)));
            }
        }
        return held;
    }

    /** Returns the times in seconds, by alert. */
    Map<String, Long> seconds() {
        return new PageTimes(afterSymptom).seconds();
    }

    /**
     * Describes, in a sentence each, the expected pages that fired too late, and those whose symptom is not measured.
     */
    List<String> faults(Expect expect) {
        var faults = new ArrayList<>(unmeasured);
        for (var page : expect.pages()) {
            var after = afterSymptom.get(page.alert());
            if (after != null && after.compareTo(page.limit()) > 0) {
                faults.add("%s fired %d s after its symptom, not within %s"
                        .formatted(page.alert(), after.toSeconds(), page.within()));
            }
        }
        return faults;
    }
}
