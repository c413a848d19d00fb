package dev.orderflow.contracts;

import java.util.UUID;

/** A fact that happened, told once or more; consumers know a repeated one by its id. */
public sealed interface Event permits OrderPlaced, PaymentSettled {

    UUID eventId();

    /** The order that the fact is about; also the record's key, so that an order's facts stay in sequence. */
    UUID orderId();
}
