package dev.orderflow.order;

import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.telemetry.Untraced;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends, every few seconds, orders whose placement broke off and was not repeated. */
@Component
class OrderExpiry {

    private static final Logger log = LoggerFactory.getLogger(OrderExpiry.class);
    private static final int AT_ONCE = 100;

    /** Far longer than a request may take, so that none is under way any more. */
    private static final Duration AGE = Duration.ofMinutes(1);

    private final Orders orders;

    OrderExpiry(Orders orders) {
        this.orders = orders;
    }

    @Scheduled(fixedDelay = 10_000)
    void run() {
        for (var order : Untraced.call(() -> orders.abandoned(AGE, AT_ONCE))) {
            // Its stock, if it got any, inventory gives back by itself when the reservation is over.
            if (Untraced.call(() -> orders.rejected(
                    order.id(),
                    OrderStatus.PLACED,
                    ErrorCode.ORDER_ABANDONED.name(),
                    "This order was given up after its first request failed: place it with a new Idempotency-Key."))) {
                log.info("order {} given up: its request broke off and never came again", order.id());
            }
        }
    }
}
