package dev.orderflow.pager.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends Alertmanager the alerts that fire, as Prometheus does: all of it again and again, and what has ended for a
 * while too. The watchdog fires always.
 */
final class Rules implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** Four times as long as until it is sent again, as Prometheus has it. */
    private static final Duration VALID = Duration.ofMinutes(4);

    private final Alertmanager alertmanager;
    private final Map<Map<String, String>, State> alerts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();

    private record State(Instant since, @Nullable Instant ended) {}

    /** @param period of sending; Prometheus' is a minute */
    Rules(Alertmanager alertmanager, Duration period) {
        this.alertmanager = alertmanager;
        alerts.put(Map.of("alertname", "Watchdog", "severity", "info"), new State(Instant.now(), null));
        sender.scheduleWithFixedDelay(this::send, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A page of a service: one of its pods is in trouble. */
    void fires(String alert, String service, String pod) {
        alerts.put(labels(alert, service, pod), new State(Instant.now(), null));
    }

    void ends(String alert, String service, String pod) {
        alerts.computeIfPresent(labels(alert, service, pod), (_, state) -> new State(state.since(), Instant.now()));
    }

    void ends(Map<String, String> labels) {
        alerts.computeIfPresent(labels, (_, state) -> new State(state.since(), Instant.now()));
    }

    void fires(Map<String, String> labels) {
        alerts.put(labels, new State(Instant.now(), null));
    }

    /**
     * Ends an alert as Prometheus does, which sends the end for a quarter of an hour: it is sent once, and then no
     * more.
     */
    void endsForGood(String alert, String service, String pod) {
        endsForGood(labels(alert, service, pod));
    }

    void endsForGood(Map<String, String> labels) {
        alerts.computeIfPresent(labels, (_, state) -> new State(state.since(), Instant.now()));
        send();
        alerts.remove(labels);
    }

    private synchronized void send() {
        alertmanager.post(json());
    }

    private String json() {
        var sent = new ArrayList<Map<String, Object>>();
        alerts.forEach((labels, state) -> sent.add(Map.of(
                "labels", labels,
                "annotations", Map.of("summary", labels.getOrDefault("service", "Watchdog")),
                "startsAt", state.since().toString(),
                "endsAt", (state.ended() == null ? Instant.now().plus(VALID) : state.ended()).toString())));
        return JSON.writeValueAsString(sent);
    }

    /** As one of many, sent once. */
    static String once(List<Map<String, String>> all) {
        var now = Instant.now();
        return JSON.writeValueAsString(all.stream()
                .map(labels -> Map.of(
                        "labels", labels,
                        "annotations", Map.of("summary", labels.get("service")),
                        "startsAt", now.toString(),
                        "endsAt", now.plus(VALID).toString()))
                .toList());
    }

    static Map<String, String> labels(String alert, String service, String pod) {
        return Map.of(
                "alertname",
                alert,
                "severity",
                "page",
                "namespace",
                "orderflow",
                "service",
                service,
                "slo",
                "none",
                "pod",
                pod);
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
