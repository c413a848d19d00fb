package dev.orderflow.platform.json;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads an {@code int} as JSON Schema defines it: 2 and 2.0 and 2e0 are one number; 2.5, "2" and null are no whole
 * number.
 */
final class WholeNumber extends StdDeserializer<Integer> {

    WholeNumber() {
        super(int.class);
    }

    @Override
    public Integer deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getIntValue();
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            return (Integer) context.handleUnexpectedToken(context.constructType(int.class), parser);
        }
        var number = parser.getDecimalValue();
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            return (Integer) context.handleWeirdNumberValue(int.class, number, "no whole number of 32 bits");
        }
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
        return context.reportInputMismatch(this, "a number, not null");
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return context.reportInputMismatch(this, "a number is missing");
    }
}
