package dev.orderflow.order;

import dev.orderflow.contracts.PaymentSettled;
import dev.orderflow.contracts.Topics;
import dev.orderflow.platform.messaging.EventConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

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
    void settled(ConsumerRecord<String, String> message) {
        events.once(message, PaymentSettled.class, payment -> inventory.commit(payment.orderId()), payment -> {
            orders.confirm(payment.orderId());
            log.info("order {} confirmed", payment.orderId());
        });
    }
}
