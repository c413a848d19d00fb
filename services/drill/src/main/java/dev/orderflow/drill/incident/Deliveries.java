package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.PagerClient.Entry;
import dev.orderflow.drill.cluster.PagerClient.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the pager delivered: each group of alerts must become one page, with one notification. */
final class Deliveries {

    private Deliveries() {}

    /** Counts the pages of each group, by alert and service. */
    static Map<String, Integer> byGroup(List<Page> pages) {
        var groups = new TreeMap<String, Integer>();
        pages.forEach(page -> groups.merge(page.label("alertname") + " " + page.label("service"), 1, Integer::sum));
        return groups;
    }

    /**
     * Counts the notifications of a page before its first escalation.
     *
     * @param since earlier entries do not count: an earlier run may have opened the page, and this one reopened it
     */
    static long notifications(List<Entry> timeline, Instant since) {
        return timeline.stream()
                .filter(entry -> !entry.at().isBefore(since))
                .map(Entry::kind)
                .takeWhile(kind -> !kind.equals("ESCALATED"))
                .filter(kind -> kind.equals("NOTIFIED"))
                .count();
    }
}
