package dev.orderflow.order;

import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.contracts.PaymentAuthorised;
import dev.orderflow.contracts.PaymentCaptured;
import dev.orderflow.contracts.PaymentDeclined;
import dev.orderflow.contracts.PaymentEvent;
import dev.orderflow.contracts.PaymentRefunded;
import dev.orderflow.contracts.PaymentVoided;
import dev.orderflow.contracts.Topics;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.messaging.EventConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Consumes payment events, and moves orders to the state that follows. Stock moves first, since repeating that is
 * harmless.
 */
@Component
class PaymentListener {

    private static final Logger log = LoggerFactory.getLogger(PaymentListener.class);

    private final EventConsumer events;
    private final InventoryClient inventory;
    private final Orders orders;

    PaymentListener(EventConsumer events, InventoryClient inventory, Orders orders) {
        this.events = events;
        this.inventory = inventory;
        this.orders = orders;
    }

    @KafkaListener(topics = Topics.PAYMENTS)
    void receive(ConsumerRecord<String, String> message) {
        events.handle(message, PaymentEvent.class, event -> switch (event) {
            case PaymentAuthorised payment -> authorised(payment);
            case PaymentDeclined payment -> {
                inventory.release(payment.orderId());
                yield () -> orders.rejected(
                        payment.orderId(),
                        OrderStatus.RESERVED,
                        "PAYMENT_DECLINED",
                        "The bank declined: " + payment.reason());
            }
            case PaymentCaptured payment ->
                () -> {
                    if (orders.confirmed(payment.orderId())) {
                        log.info("order {} confirmed", payment.orderId());
                    }
                };
            case PaymentVoided payment -> {
                inventory.release(payment.orderId());
                yield () -> {};
            }
            case PaymentRefunded payment -> {
                inventory.release(payment.orderId());
                yield () -> orders.refunded(payment.orderId());
            }
        });
    }

    private Runnable authorised(PaymentAuthorised payment) {
        var id = payment.orderId();
        if (orders.byId(id).status() != OrderStatus.RESERVED) {
            // Cancelled meanwhile, which payment hears of too; or this came before.
            return () -> {};
        }
        try {
            inventory.commit(id);
        } catch (ApiException e) {
            if (e.code() != ErrorCode.OUT_OF_STOCK) {
                throw e;
            }
            return () -> orders.rejectedAfterPayment(id, "RESERVATION_EXPIRED", String.valueOf(e.getMessage()));
        }
        return () -> orders.paid(id);
    }
}
