package dev.orderflow.payment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bank that moves the money. Each call names the order, by which the bank recognises a repeated call: repeating is
 * harmless.
 */
interface Bank {

    Authorisation authorise(UUID orderId, String cardToken, long amountMinor, String currency);

    /** Charges what is authorised. */
    void capture(UUID orderId, String reference);

    /** Lets go of what is authorised and not captured. */
    void cancel(UUID orderId, String reference);

    /** Gives back what was captured. */
    void refund(UUID orderId, String reference);

    /**
     * The bank's answer.
     *
     * @param reference its name for the authorisation; null where it declined
     * @param declineReason null where it did not decline
     */
    record Authorisation(
            @Nullable String reference, @Nullable String declineReason) {

        boolean approved() {
            return reference != null;
        }
    }
}
