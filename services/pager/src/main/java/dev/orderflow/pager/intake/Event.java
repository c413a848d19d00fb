package dev.orderflow.pager.intake;

import dev.orderflow.pager.page.Detail;
import dev.orderflow.pager.page.Signal;
import dev.orderflow.pager.page.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An event of <a href="https://developer.pagerduty.com/docs/send-alert-event">PagerDuty's Events API v2</a>.
 *
 * @param dedupKey made up where a trigger has none
 */
record Event(String routingKey, String action, String dedupKey, JsonNode payload) {

    private static final int LONGEST_KEY = 255;
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

    static Event of(JsonNode json) {
        var key = json.path("dedup_key").asString("");
        return new Event(
                json.path("routing_key").asString(""),
                json.path("event_action").asString(""),
                key.isEmpty() && json.path("event_action").asString("").equals("trigger") ? UUID.randomUUID().toString() : key,
                json.path("payload"));
    }

    /** In PagerDuty's manner; empty where there are none. */
    List<String> errors() {
        var errors = new ArrayList<String>();
        if (routingKey.length() != 32) {
            errors.add("Length of 'routing_key' is incorrect (should be 32 characters)");
        }
        if (!ACTIONS.contains(action)) {
            errors.add("'event_action' is invalid (must be one of: trigger, acknowledge, resolve)");
        }
        if (dedupKey.isEmpty()) {
            errors.add("'dedup_key' is missing or blank");
        } else if (dedupKey.length() > LONGEST_KEY) {
            errors.add("'dedup_key' is longer than " + LONGEST_KEY + " characters");
        }
        if (action.equals("trigger")) {
            Stream.of("summary", "source", "severity")
                    .filter(field -> text(field).isBlank())
                    .forEach(field -> errors.add("'payload." + field + "' is missing or blank"));
            if (!text("severity").isBlank() && !SEVERITIES.contains(text("severity"))) {
                errors.add("'payload.severity' is invalid (must be one of: critical, error, warning, info)");
            }
        }
        return errors;
    }

    Signal signal(Instant now) {
        var labels = new HashMap<String, String>();
        Stream.of("source", "severity", "component", "group", "class")
                .filter(field -> !text(field).isEmpty())
                .forEach(field -> labels.put(field, text(field)));
        var details = new HashMap<String, String>();
        payload.path("custom_details").properties().forEach(field -> details.put(field.getKey(), textOf(field.getValue())));
        var alert = new Detail.Alert("", labels, details, now);
        return new Signal(
                Source.EVENTS, dedupKey, text("summary"), text("severity"), new Detail(labels, details, List.of(alert), 0), now);
    }

    Map<String, String> accepted() {
        return Map.of("status", "success", "message", "Event processed", "dedup_key", dedupKey);
    }

    private String text(String field) {
        return payload.path(field).asString("");
    }

    private static String textOf(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
