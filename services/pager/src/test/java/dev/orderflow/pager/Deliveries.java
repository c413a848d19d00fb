package dev.orderflow.pager;

import dev.orderflow.pager.page.Pages;
import java.util.UUID;

/** What Alertmanager's webhook sends, as its release 0.31 does. */
public final class Deliveries {

    public static final String TOKEN = "alertmanagers-token-of-the-tests";

    private Deliveries() {}

    public static String firing(String groupKey, String summary, int alerts) {
        return delivery(groupKey, "firing", summary, alerts, "0001-01-01T00:00:00Z");
    }

    public static String resolved(String groupKey, String summary, int alerts) {
        return delivery(groupKey, "resolved", summary, alerts, "2026-11-25T02:20:00Z");
    }

    /** Delivers an alert of a group of its own, and returns the number of the page that it opens. */
    public static long page(int port, Pages pages) throws Exception {
        var key = UUID.randomUUID().toString();
        new Http(port, TOKEN)
                .post("/api/v1/alertmanager", Http.JSON, firing(key, "5XX error rate crossed threshold", 1));
        return pages.open(1000).stream()
                .filter(open -> open.dedupKey().equals(key))
                .findFirst()
                .orElseThrow()
                .number();
    }

    private static String delivery(String groupKey, String status, String summary, int alerts, String endsAt) {
        var all = new StringBuilder();
        for (var number = 0; number < alerts; number++) {
            all.append(number == 0 ? "" : ",").append("""
                    {"status":"%s","labels":{"alertname":"ErrorRateHigh","severity":"page","service":"gateway","pod":"%d"},
                     "annotations":{"summary":"%s"},"startsAt":"2026-11-25T01:59:00.123Z","endsAt":"%s",
                     "generatorURL":"http://prometheus/graph","fingerprint":"%016x"}""".formatted(status, number, summary, endsAt, number));
        }
        return """
                {"receiver":"pager","status":"%s","alerts":[%s],"groupLabels":{"alertname":"ErrorRateHigh"},
                 "commonLabels":{"alertname":"ErrorRateHigh","severity":"page","service":"gateway"},
                 "commonAnnotations":{"summary":"%s"},"externalURL":"http://alertmanager","version":"4",
                 "groupKey":"%s","truncatedAlerts":0,"notificationReason":"of a later release"}""".formatted(status, all, summary, groupKey);
    }
}
