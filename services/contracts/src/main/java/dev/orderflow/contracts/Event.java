package dev.orderflow.contracts;

import java.util.UUID;

/**
 * A fact that happened, published once or more; consumers know a repeated one by its id. On the wire an event is its
 * components as JSON and {@value #TYPE}, the record's simple name. A consumer ignores types and fields that it doesn't
 * know.
 */
public sealed interface Event permits OrderEvent, PaymentEvent {

    String TYPE = "type";

    UUID eventId();

    /** The order that the fact is about; also the record's key, so that an order's facts stay in sequence. */
    UUID orderId();
}
