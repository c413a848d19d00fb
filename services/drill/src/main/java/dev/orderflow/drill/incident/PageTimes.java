package dev.orderflow.drill.incident;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * How long after the first failed request each page came. Requests that failed before the incident's cause was there do
 * not count, as their pages do not: pods that start on a slow processor fail some by themselves.
 *
 * @param afterFailure by alert; after the change where no request failed
 */
record PageTimes(Map<String, Duration> afterFailure) {

    /** @param report of the load, which counts its failed requests by the second */
    static PageTimes of(IncidentRun.Outcome outcome, JsonNode report) {
        var first = report.path("failuresBySecond").properties().stream()
                .map(entry -> Instant.ofEpochSecond(Long.parseLong(entry.getKey())))
                .filter(second -> !second.isBefore(outcome.caused()))
                .min(Instant::compareTo)
                .map(second -> Duration.between(outcome.changed(), second))
                .orElse(Duration.ZERO);
        var times = new TreeMap<String, Duration>();
        outcome.pages().forEach((page, after) -> times.put(page, after.minus(first)));
        return new PageTimes(times);
    }

    /** In seconds, by alert. */
    Map<String, Long> seconds() {
        var seconds = new TreeMap<String, Long>();
        afterFailure.forEach((page, after) -> seconds.put(page, after.toSeconds()));
        return seconds;
    }

    /** A sentence for each expected page that came, but later than within its time. */
    List<String> late(Incident.Expect expect) {
        return expect.pages().stream()
                .flatMap(page -> Stream.ofNullable(afterFailure.get(page.alert()))
                        .filter(after -> after.compareTo(page.limit()) > 0)
                        .map(after -> "%s came %d s after the first failed request, not within %s"
                                .formatted(page.alert(), after.toSeconds(), page.within())))
                .toList();
    }
}
