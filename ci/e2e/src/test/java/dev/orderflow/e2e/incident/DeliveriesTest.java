package dev.orderflow.e2e.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.e2e.verify.PagerClient.Entry;
import dev.orderflow.e2e.verify.PagerClient.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    @Test
    void aGroupIsAnAlertOfAService() {
        var pages = List.of(page("ErrorRateHigh", "gateway"), page("LatencyP99High", "order"), page("LatencyP99High", "user"), page("LatencyP99High", "user"));
        assertThat(Deliveries.byGroup(pages)).isEqualTo(Map.of("ErrorRateHigh gateway", 1, "LatencyP99High order", 1, "LatencyP99High user", 2));
    }

    @Test
    void whoIsToldByEscalationIsNotCounted() {
        assertThat(Deliveries.told(timeline("CREATED", "NOTIFYING", "NOTIFIED", "ESCALATED", "NOTIFYING", "NOTIFIED"))).isEqualTo(1);
        assertThat(Deliveries.told(timeline("CREATED", "NOTIFIED", "REOPENED", "NOTIFIED"))).isEqualTo(2);
        assertThat(Deliveries.told(timeline("CREATED", "NOTIFYING"))).isZero();
    }

    private static Page page(String alert, String service) {
        return new Page(1, "TRIGGERED", true, Instant.EPOCH, Map.of("alertname", alert, "service", service));
    }

    private static List<Entry> timeline(String... kinds) {
        return Stream.of(kinds).map(kind -> new Entry(Instant.EPOCH, kind, "pager")).toList();
    }
}
