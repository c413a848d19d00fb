package dev.orderflow.contracts;

import java.util.UUID;

/** An event of the payment service, published on {@link Topics#PAYMENTS}. */
public sealed interface PaymentEvent extends Event
        permits PaymentAuthorised, PaymentDeclined, PaymentCaptured, PaymentVoided, PaymentRefunded {

    UUID userId();

    /** In the currency's minor unit (cents). */
    long amountMinor();

    /** ISO 4217 code. */
    String currency();
}
