package dev.orderflow.contracts;

import java.util.UUID;

/** What the payment service tells, on {@link Topics#PAYMENTS}. */
public sealed interface PaymentEvent extends Event
        permits PaymentAuthorised, PaymentDeclined, PaymentCaptured, PaymentVoided, PaymentRefunded {

    UUID userId();

    /** In the currency's minor unit (cents). */
    long amountMinor();

    /** ISO 4217 code. */
    String currency();
}
