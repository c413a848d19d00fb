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
 * The pages of a night, and whether they came before the incident's cause was there or after: pods that start on a slow
 * processor may page by themselves, and such a page leads to no database. Safe for two threads.
 */
final class ObservedPages {

    /** A cause is measured once in a scrape, so that what began shortly before may be of it. */
    static final Duration SCRAPE = Duration.ofSeconds(30);

    private final Instant changed;
    private final Map<String, Duration> pages = new LinkedHashMap<>();

    private @Nullable Instant caused;
    private List<Alert> firing = List.of();

    /** @param changed when the incident's change was made */
    ObservedPages(Instant changed) {
        this.changed = changed;
    }

    /**
     * Takes what fires now.
     *
     * @param isCaused whether the incident's cause is measured now; once it was, it is
     * @return those that had not been seen before
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
     * From when on requests fail of the cause: a scrape before it was first measured, as for pages; from the change on
     * where it never was.
     */
    synchronized Instant failuresFrom() {
        return caused == null || caused.minus(SCRAPE).isBefore(changed) ? changed : caused.minus(SCRAPE);
    }

    /**
     * Why the change had better not go on: somebody is paged already, and not of its cause. Empty where nothing speaks
     * against it.
     */
    synchronized String open() {
        return caused != null ? "" : firing.stream().map(FiringPages::summary).collect(Collectors.joining("; "));
    }

    synchronized boolean suffice(Predicate<Set<String>> enough) {
        return caused != null && enough.test(pages.keySet());
    }

    /** When each first fired after the change, by its alert's name. */
    synchronized Map<String, Duration> pages() {
        return new LinkedHashMap<>(pages);
    }
}
