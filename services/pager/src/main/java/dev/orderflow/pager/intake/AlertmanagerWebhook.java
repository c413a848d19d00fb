package dev.orderflow.pager.intake;

import dev.orderflow.pager.page.Detail;
import dev.orderflow.pager.page.Signal;
import dev.orderflow.pager.page.Source;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of Alertmanager, see <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#webhook_config">its webhook, version 4</a>. Only the
 * fields that are read here are declared; unknown ones of later releases are no error.
 *
 * @param groupKey what makes a group the same group, however many alerts are in it
 * @param receiver Alertmanager's name for the pager
 * @param truncatedAlerts alerts that were left out, see its {@code max_alerts}
 */
record AlertmanagerWebhook(
        @Nullable String version,
        @Nullable String groupKey,
        @Nullable String receiver,
        @Nullable Integer truncatedAlerts,
        @Nullable String status,
        @Nullable Map<String, String> groupLabels,
        @Nullable Map<String, String> commonLabels,
        @Nullable Map<String, String> commonAnnotations,
        @Nullable List<@Nullable Alert> alerts) {

    /** Alerts beyond these are counted, not kept. */
    private static final int KEPT = 100;

    /** @param endsAt the year 1 where it fires */
    record Alert(
            @Nullable String status,
            @Nullable Map<String, String> labels,
            @Nullable Map<String, String> annotations,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String fingerprint) {

        boolean fires() {
            return "firing".equals(status);
        }

        private Detail.Alert kept() {
            return new Detail.Alert(or(fingerprint), or(labels), or(annotations), or(startsAt));
        }
    }

    /** What is wrong with it; empty where nothing is. */
    String problem() {
        if (!"4".equals(version) && !isGrafanas()) {
            return "version must be \"4\", or Grafana's \"1\"";
        }
        if (groupKey == null || groupKey.isBlank()) {
            return "groupKey is missing";
        }
        if (!"firing".equals(status) && !"resolved".equals(status)) {
            return "status must be firing or resolved";
        }
        return alerts == null || alerts.isEmpty() || alerts.contains(null) ? "alerts must hold one at least" : "";
    }

    boolean fires() {
        return "firing".equals(status);
    }

    /**
     * Grafana's own contact point of the type webhook: the same fields under another version, and none of
     * Alertmanager's alerts.
     */
    boolean isGrafanas() {
        return "1".equals(version);
    }

    Source source() {
        return isGrafanas() ? Source.GRAFANA : Source.ALERTMANAGER;
    }

    boolean isTruncated() {
        return truncatedAlerts != null && truncatedAlerts > 0;
    }

    /** The fingerprints of those that have ended. */
    Set<String> ended() {
        return each().stream()
                .filter(alert -> !alert.fires())
                .map(alert -> or(alert.fingerprint()))
                .collect(Collectors.toSet());
    }

    String key() {
        return or(groupKey);
    }

    String alertName() {
        return all().getOrDefault("alertname", "");
    }

    Signal signal() {
        var firing = each().stream().filter(Alert::fires).toList();
        var newest = firing.stream()
                .map(alert -> or(alert.startsAt()))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        var truncated =
                (truncatedAlerts == null ? 0 : Math.max(0, truncatedAlerts)) + Math.max(0, firing.size() - KEPT);
        var kept = firing.stream().limit(KEPT).map(Alert::kept).toList();
        return new Signal(
                source(),
                key(),
                title(firing),
                all().getOrDefault("severity", "unknown"),
                new Detail(
                        all(),
                        or(commonAnnotations),
                        kept,
                        truncated,
                        List.of(),
                        new Detail.Group(or(receiver), or(groupLabels)),
                        isTruncated()),
                newest,
                ended());
    }

    Instant newestEnd() {
        return each().stream()
                .map(alert -> or(alert.endsAt()))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private String title(List<Alert> firing) {
        var summary = or(commonAnnotations).getOrDefault("summary", "");
        if (!summary.isEmpty()) {
            return summary;
        }
        var first = firing.isEmpty() ? "" : or(firing.getFirst().annotations()).getOrDefault("summary", "");
        return first.isEmpty() ? alertName().isEmpty() ? "An alert without a name" : alertName() : first;
    }

    private List<Alert> each() {
        return alerts == null ? List.of() : List.copyOf(alerts);
    }

    private Map<String, String> all() {
        var labels = new HashMap<>(or(groupLabels));
        labels.putAll(or(commonLabels));
        return labels;
    }

    private static String or(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Map<String, String> or(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static Instant or(@Nullable Instant instant) {
        return instant == null ? Instant.EPOCH : instant;
    }
}
