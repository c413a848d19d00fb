package dev.orderflow.course.check;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line that a service wrote to its standard output.
 *
 * @param service whose output it is
 * @param text the line as it stands there
 * @param isEvent whether it is a JSON object: an event with named fields
 * @param fields its fields, those within objects by their path with dots; empty if it is no event
 */
record LogLine(String service, String text, boolean isEvent, Map<String, String> fields) {

    private static final JsonMapper JSON = new JsonMapper();

    static LogLine of(String service, String text) {
        try {
            var fields = new LinkedHashMap<String, String>();
            if (text.startsWith("{") && JSON.readTree(text) instanceof ObjectNode object) {
                flatten("", object, fields);
                return new LogLine(service, text, true, fields);
            }
        } catch (JacksonException e) {
            // No event: plain text that begins as one.
        }
        return new LogLine(service, text, false, Map.of());
    }

    private static void flatten(String path, ObjectNode object, Map<String, String> fields) {
        object.propertyStream().forEach(property -> {
            var name = path + property.getKey();
            switch (property.getValue()) {
                case ObjectNode inner -> flatten(name + ".", inner, fields);
                case JsonNode value -> fields.put(name, value.asString(value.toString()));
            }
        });
    }

    /** Returns a field; empty if the line has none of that name. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Returns the line for a message, cut to a length that fits one. */
    String example() {
        return service + ".log: " + (text.length() > 140 ? text.substring(0, 140) + "…" : text);
    }
}
