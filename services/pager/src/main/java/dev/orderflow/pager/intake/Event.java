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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An event of <a href="https://developer.pagerduty.com/docs/send-alert-event">PagerDuty's Events API v2</a>.
 *
 * @param dedupKey made up where a trigger has none
 * @param json the whole event
 */
record Event(String routingKey, String action, String dedupKey, JsonNode json) {

    /** Links and images beyond these are left out. */
    private static final int LINKS = 20;

    private static final int LONGEST_KEY = 255;

    /** No other scheme is a link that a person should follow. */
    private static final Pattern WEB = Pattern.compile("https?://\\S{1,2000}", Pattern.CASE_INSENSITIVE);

    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

    static Event of(JsonNode json) {
        var key = json.path("dedup_key").asString("");
        return new Event(
                json.path("routing_key").asString(""),
                json.path("event_action").asString(""),
                key.isEmpty() && json.path("event_action").asString("").equals("trigger")
                        ? UUID.randomUUID().toString()
                        : key,
                json);
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
        var details = details();
        var alert = new Detail.Alert("", labels, details, now);
        return new Signal(
                Source.EVENTS,
                dedupKey,
                text("summary"),
                text("severity"),
                new Detail(labels, details, List.of(alert), 0, links(), null, false),
                now);
    }

    /**
     * An object's fields, or the text or list that a client sends in its place; the client's own name; the event's own
     * time.
     */
    private Map<String, String> details() {
        var details = new HashMap<String, String>();
        var custom = json.path("payload").path("custom_details");
        custom.properties().forEach(field -> details.put(field.getKey(), textOf(field.getValue())));
        if (!custom.isObject() && !custom.isMissingNode() && !custom.isNull()) {
            details.put("details", textOf(custom));
        }
        if (!json.path("client").asString("").isEmpty()) {
            details.putIfAbsent("client", json.path("client").asString());
        }
        if (!text("timestamp").isEmpty()) {
            details.putIfAbsent("timestamp", text("timestamp"));
        }
        return details;
    }

    private List<Detail.Link> links() {
        var client = Stream.of(link(json.path("client").asString(""), json.path("client_url")));
        var links = json.path("links")
                .valueStream()
                .map(link -> link(link.path("text").asString(""), link.path("href")));
        var images = json.path("images").valueStream().flatMap(image -> {
            var text = image.path("alt").asString("");
            return Stream.of(link(text, image.path("href")), link(text.isEmpty() ? "image" : text, image.path("src")));
        });
        return Stream.of(client, links, images)
                .flatMap(all -> all)
                .filter(link -> WEB.matcher(link.href()).matches())
                .limit(LINKS)
                .toList();
    }

    private static Detail.Link link(String text, JsonNode href) {
        return new Detail.Link(text.isBlank() ? href.asString("") : text, href.asString(""));
    }

    Map<String, String> accepted() {
        return Map.of("status", "success", "message", "Event processed", "dedup_key", dedupKey);
    }

    private String text(String field) {
        return json.path("payload").path(field).asString("");
    }

    private static String textOf(JsonNode value) {
        return value.isString() ? value.asString() : value.toString();
    }
}
