package dev.orderflow.payment;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A bank that moves no money and decides by the card's last four digits, as the test cards of payment providers do
 * (those of https://docs.stripe.com/testing). Equal calls get equal answers, so that the bank stores nothing.
 */
@Component
class SimulatedBank implements Bank {

    private static final Map<String, String> DECLINES = Map.of(
            "0002", "generic_decline",
            "9995", "insufficient_funds",
            "9987", "lost_card",
            "0069", "expired_card",
            "0127", "incorrect_cvc");

    @Override
    public Authorisation authorise(UUID orderId, String cardToken, long amountMinor, String currency) {
        var decline = DECLINES.get(cardToken.substring(Math.max(0, cardToken.length() - 4)));
        return decline == null ? new Authorisation(reference(orderId), null) : new Authorisation(null, decline);
    }

    @Override
    public void capture(UUID orderId, String reference) {
        require(orderId, reference);
    }

    @Override
    public void cancel(UUID orderId, String reference) {
        require(orderId, reference);
    }

    @Override
    public void refund(UUID orderId, String reference) {
        require(orderId, reference);
    }

    private static void require(UUID orderId, String reference) {
        if (!reference.equals(reference(orderId))) {
            throw new IllegalArgumentException("the bank knows no authorisation " + reference + " of order " + orderId);
        }
    }

    private static String reference(UUID orderId) {
        return UUID.nameUUIDFromBytes(("authorisation of " + orderId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
