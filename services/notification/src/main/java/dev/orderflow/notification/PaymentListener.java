package dev.orderflow.notification;

import dev.orderflow.contracts.PaymentAuthorised;
import dev.orderflow.contracts.PaymentCaptured;
import dev.orderflow.contracts.PaymentDeclined;
import dev.orderflow.contracts.PaymentEvent;
import dev.orderflow.contracts.PaymentRefunded;
import dev.orderflow.contracts.PaymentVoided;
import dev.orderflow.contracts.Topics;
import dev.orderflow.platform.messaging.EventConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes payment events, and stores the notification that each makes for its shopper. */
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
    void receive(ConsumerRecord<String, String> message) {
        events.handle(message, PaymentEvent.class, event -> switch (event) {
            // Nothing a shopper needs to know yet.
            case PaymentAuthorised payment -> () -> {};
            case PaymentCaptured payment ->
                notification(payment, "Your order is paid", "We charged %s for your order %s.");
            case PaymentDeclined payment ->
                notification(payment, "Your payment was declined", "Your bank declined %s for your order %s.");
            case PaymentVoided payment ->
                notification(payment, "Your order is cancelled", "Nothing of %s was charged for your order %s.");
            case PaymentRefunded payment ->
                notification(payment, "Your money is on its way back", "We refunded %s for your order %s.");
        });
    }

    private Runnable notification(PaymentEvent event, String subject, String sentence) {
        return () -> {
            var amount = "%d.%02d %s".formatted(event.amountMinor() / 100, event.amountMinor() % 100, event.currency());
            notifications.add(event, subject, sentence.formatted(amount, event.orderId()));
            log.info("shopper {} to be notified of order {}: {}", event.userId(), event.orderId(), subject);
        };
    }
}
