package dev.orderflow.drill.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The time from the first failed request to each page. Requests that failed before the incident's cause was measured do
 * not count, and neither do their pages: pods that start on a slow processor fail some requests by themselves.
 *
 * @param afterFailure by alert; counted from the change if no request had failed
 */
record PageTimes(Map<String, Duration> afterFailure) {

    /**
     * Computes the times of a run.
     *
     * @param report of the load, which counts its failed requests by the second
     */
    static PageTimes of(IncidentRun.Outcome outcome, JsonNode report) {
        var first = report.path("failuresBySecond").properties().stream()
                .map(entry -> Instant.ofEpochSecond(Long.parseLong(entry.getKey())))
                .filter(second -> !second.isBefore(outcome.caused()))
                .min(Instant::compareTo)
                .map(second -> Duration.between(outcome.changed(), second))
                .orElse(Duration.ZERO);
        var times = new TreeMap<String, Duration>();
        outcome.pages()
                .forEach((page, after) -> times.put(page, after.compareTo(first) < 0 ? after : after.minus(first)));
        return new PageTimes(times);
    }

    /** Returns the times in seconds, by alert. */
    Map<String, Long> seconds() {
        var seconds = new TreeMap<String, Long>();
        afterFailure.forEach((page, after) -> seconds.put(page, after.toSeconds()));
        return seconds;
    }
}
