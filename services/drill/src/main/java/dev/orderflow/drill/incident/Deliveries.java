package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.PagerClient.Entry;
import dev.orderflow.drill.cluster.PagerClient.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the pager made of the alerts: a group is to be one page, of which somebody is told once. */
final class Deliveries {

    private Deliveries() {}

    /** How many pages there are of each group, by alert and service. */
    static Map<String, Integer> byGroup(List<Page> pages) {
        var groups = new TreeMap<String, Integer>();
        pages.forEach(page -> groups.merge(page.label("alertname") + " " + page.label("service"), 1, Integer::sum));
        return groups;
    }

    /**
     * How often somebody was told of a page before it was escalated, by its timeline.
     *
     * @param since of one that an earlier night made and this one reopened, what was before does not count
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
