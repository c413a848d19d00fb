package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.PagerClient.Entry;
import dev.orderflow.drill.cluster.PagerClient.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    @Test
    void aGroupIsAnAlertOfAService() {
        var pages = List.of(
                page("ErrorRateHigh", "gateway"),
                page("LatencyP99High", "order"),
                page("LatencyP99High", "user"),
                page("LatencyP99High", "user"));
        assertThat(Deliveries.byGroup(pages))
                .isEqualTo(Map.of("ErrorRateHigh gateway", 1, "LatencyP99High order", 1, "LatencyP99High user", 2));
    }

    @Test
    void notificationsOfEscalationsAreNotCounted() {
        assertThat(Deliveries.notifications(
                        timeline("CREATED", "NOTIFYING", "NOTIFIED", "ESCALATED", "NOTIFYING", "NOTIFIED"),
                        Instant.EPOCH))
                .isEqualTo(1);
        assertThat(Deliveries.notifications(timeline("CREATED", "NOTIFIED", "REOPENED", "NOTIFIED"), Instant.EPOCH))
                .isEqualTo(2);
        assertThat(Deliveries.notifications(timeline("CREATED", "NOTIFYING"), Instant.EPOCH))
                .isZero();
    }

    /** A second run within the hour reopens the pages of the first. */
    @Test
    void notificationsBeforeTheRunAreNotCounted() {
        var before = timeline("CREATED", "NOTIFIED", "ESCALATED", "NOTIFIED", "RESOLVED");
        var begun = Instant.EPOCH.plusSeconds(600);
        var reopened =
                List.of(new Entry(begun, "REOPENED", "pager"), new Entry(begun.plusSeconds(1), "NOTIFIED", "pager"));
        assertThat(Deliveries.notifications(
                        Stream.concat(before.stream(), reopened.stream()).toList(), begun))
                .isEqualTo(1);
    }

    private static Page page(String alert, String service) {
        return new Page(1, "TRIGGERED", true, Instant.EPOCH, Map.of("alertname", alert, "service", service));
    }

    private static List<Entry> timeline(String... kinds) {
        return Stream.of(kinds)
                .map(kind -> new Entry(Instant.EPOCH, kind, "pager"))
                .toList();
    }
}
