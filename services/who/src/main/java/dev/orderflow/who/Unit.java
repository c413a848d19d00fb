package dev.orderflow.who;

import java.util.Map;

/**
 * A shopper or an order of a comparison, with the attributes of its requests: ten tries of one shopper are one unit.
 *
 * @param isCase whether it is of the selection in question, those that failed, and not of those compared with them
 * @param stratum within which units are comparable, as the minute of a unit's first request
 * @param attributes by name; {@link #ABSENT} is a value of its own, and nothing follows from one that is not there
 * @param traceId of the request that the attributes are of
 */
public record Unit(String id, boolean isCase, long stratum, Map<String, String> attributes, String traceId) {

    /** The value of an attribute that a unit is known to lack. */
    public static final String ABSENT = "";

    public Unit {
        attributes = Map.copyOf(attributes);
    }
}
