package dev.orderflow.contracts;

/** The names of the Kafka topics. */
public final class Topics {

    /** {@link OrderPlaced}, by order. */
    public static final String ORDERS = "orders";

    /** {@link PaymentSettled}, by order. */
    public static final String PAYMENTS = "payments";

    private Topics() {}
}
