package dev.orderflow.drill.incident;

import dev.orderflow.stores.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pages that fired during a run, split by whether the incident's cause was measured before them. Pods that start on
 * a slow processor may page by themselves, and such a page does not lead to the cause. Thread-safe.
 */
final class ObservedPages {

    /**
     * The interval at which the cause is measured: a page that fired up to this long before the first measurement may
     * be of the cause.
     */
    static final Duration SCRAPE = Duration.ofSeconds(30);

    private final Instant changed;
    private final Map<String, Duration> pages = new LinkedHashMap<>();

    private @Nullable Instant caused;
    private List<Alert> firing = List.of();

    /** @param changed when the change began */
    ObservedPages(Instant changed) {
        this.changed = changed;
    }

    /**
     * Records the pages that fire now.
     *
     * @param isCaused whether the incident's cause is measured now; once true, it stays so
     * @return pages that had not been recorded before
     */
    synchronized List<Alert> observe(List<Alert> firing, boolean isCaused, Instant now) {
        if (isCaused && caused == null) {
            caused = now;
            pages.clear();
        }
        this.firing = firing;
        return firing.stream()
                .filter(page -> caused == null || !page.activeAt().isBefore(caused.minus(SCRAPE)))
                .filter(page -> pages.putIfAbsent(page.name(), Duration.between(changed, now)) == null)
                .toList();
    }

    synchronized boolean isCaused() {
        return caused != null;
    }

    /**
     * Returns the time from which failed requests count as the incident's: one scrape before its cause was first
     * measured, or the change if it never was.
     */
    synchronized Instant failuresFrom() {
        return caused == null || caused.minus(SCRAPE).isBefore(changed) ? changed : caused.minus(SCRAPE);
    }

    /**
     * Describes why the change had better pause: a page fires that is not of the incident's cause. Empty if none does.
     */
    synchronized String open() {
        return caused != null ? "" : firing.stream().map(FiringPages::summary).collect(Collectors.joining("; "));
    }

    /** Reports whether the cause is measured and the pages of it satisfy a condition. */
    synchronized boolean suffice(Predicate<Set<String>> enough) {
        return caused != null && enough.test(pages.keySet());
    }

    /** Returns the time from the change to the first firing of each page, by alert. */
    synchronized Map<String, Duration> pages() {
        return new LinkedHashMap<>(pages);
    }
}
