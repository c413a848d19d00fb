package dev.orderflow.agent;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.regex.Pattern;

/**
 * Values that are bound to SQL statements, as the Java agent records them in {@code db.query.parameter.<number>}. Those
 * of a form that no name, address or card has are kept: small numbers, points in time, UUIDs and SKUs. Any other text,
 * such as an e-mail address, a card's token, an event or a message, becomes a question mark, as the statement has it.
 */
final class BoundValues {

    static final String MASK = "?";

    private static final String PREFIX = "db.query.parameter.";

    private static final Pattern KEPT = Pattern.compile(String.join(
            "|",
            "",
            // Shorter than a telephone number, and than a card's number of 12 to 19 digits.
            "-?[0-9]{1,9}(\\.[0-9]{1,9})?",
            "true|false",
            // With the time of day: a date alone may be one of birth.
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z?",
            "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
            "SKU-[0-9]{4}"));

    private BoundValues() {}

    /** Returns attributes with those values masked that may be personal; the same object where none is. */
    static Attributes masked(Attributes attributes) {
        var masked = new boolean[1];
        var builder = attributes.toBuilder();
        attributes.forEach((key, value) -> {
            if (key.getKey().startsWith(PREFIX)
                    && !KEPT.matcher(String.valueOf(value)).matches()) {
                builder.put(AttributeKey.stringKey(key.getKey()), MASK);
                masked[0] = true;
            }
        });
        return masked[0] ? builder.build() : attributes;
    }
}
