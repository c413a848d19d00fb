package dev.orderflow.notification;

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
    private final Notifications notifications;

    PaymentListener(EventConsumer events, Notifications notifications) {
        this.events = events;
        this.notifications = notifications;
    }

    @KafkaListener(topics = Topics.PAYMENTS)
    void settled(ConsumerRecord<String, String> message) {
        events.once(message, PaymentSettled.class, payment -> {
            notifications.record(payment);
            log.info("shopper {} told of order {}", payment.userId(), payment.orderId());
        });
    }
}
