package dev.orderflow.contracts;

/** The names of the Kafka topics. */
public final class Topics {

    /** {@link OrderEvent}s, by order. */
    public static final String ORDERS = "orders";

    /** {@link PaymentEvent}s, by order. */
    public static final String PAYMENTS = "payments";

    private static final String DEAD = ".dead";

    /** Where a record of a topic goes which a consumer cannot read: with the reason in its headers, kept for replay. */
    public static String dead(String topic) {
        return topic + DEAD;
    }

    private Topics() {}
}
