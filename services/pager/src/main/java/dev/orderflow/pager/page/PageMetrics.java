package dev.orderflow.pager.page;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Metrics of pages: how many are in each state, and how long people and systems take; counted since the pager started.
 */
@Component
class PageMetrics {

    /** Buckets from half a minute, in which one who is awake can answer, to a night. */
    private static final Duration[] BOUNDS = Stream.of(30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800)
            .map(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final Timer acknowledged;
    private final Timer resolved;

    PageMetrics(MeterRegistry meters, Pages pages) {
        for (var state : new PageState[] {PageState.TRIGGERED, PageState.ACKNOWLEDGED}) {
            Gauge.builder("pager.pages.open", pages, all -> all.count(state))
                    .description("Pages that are not resolved.")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        acknowledged = timer(meters, "pager.time.to.acknowledge", "From a page to its acknowledgement.");
        resolved = timer(meters, "pager.time.to.resolve", "From a page, or its reopening, to its end.");
    }

    void acknowledged(Page page, Instant now) {
        acknowledged.record(Duration.between(page.triggeredAt(), now));
    }

    void resolved(Page page, Instant now) {
        resolved.record(Duration.between(page.triggeredAt(), now));
    }

    private static Timer timer(MeterRegistry meters, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }
}
