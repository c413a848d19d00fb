package dev.orderflow.order;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.PlaceOrderRequest;
import dev.orderflow.platform.telemetry.CardScheme;
import dev.orderflow.platform.telemetry.RequestAttributes;
import java.util.regex.Pattern;

/** Records on the request's span what kind of order it places. */
final class OrderAttributes {

    /** The seed numbers its products by popularity, from 1. */
    private static final Pattern POPULAR = Pattern.compile(".*-0*(?:[1-9]|10)");

    private OrderAttributes() {}

    /** Records what the request tells. Called before anything is done with it: whatever fails then has it too. */
    static void recordRequest(PlaceOrderRequest request) {
        if (!RequestAttributes.areRecorded()) {
            return;
        }
        var lines = request.lines();
        RequestAttributes.ORDER_LINES.set((long) lines.size());
        RequestAttributes.ORDER_PIECES.set(
                lines.stream().mapToLong(OrderLine::quantity).sum());
        RequestAttributes.ORDER_QUANTITY_MAX.set(
                lines.stream().mapToLong(OrderLine::quantity).max().orElse(0));
        RequestAttributes.ORDER_SKU_FIRST.set(lines.getFirst().sku());
        RequestAttributes.ORDER_SKU_POPULAR.set(
                lines.stream().anyMatch(line -> POPULAR.matcher(line.sku()).matches()));
        RequestAttributes.CARD_SCHEME.set(CardScheme.of(request.cardNumber()));
        RequestAttributes.CARD_LENGTH.set((long) request.cardNumber().length());
    }

    /** @param totalMinor in the currency's minor unit (cents) */
    static void recordPrice(long totalMinor, String currency) {
        RequestAttributes.ORDER_TOTAL.set(totalMinor);
        RequestAttributes.ORDER_CURRENCY.set(currency);
    }
}
