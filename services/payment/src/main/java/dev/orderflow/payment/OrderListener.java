package dev.orderflow.payment;

import dev.orderflow.contracts.OrderPlaced;
import dev.orderflow.contracts.PaymentSettled;
import dev.orderflow.contracts.Topics;
import dev.orderflow.platform.messaging.EventConsumer;
import dev.orderflow.platform.outbox.Outbox;
import java.time.Clock;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

@Component
class OrderListener {

    private static final Logger log = LoggerFactory.getLogger(OrderListener.class);

    private final EventConsumer events;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Clock clock;

    OrderListener(EventConsumer events, Ledger ledger, Outbox outbox, Clock clock) {
        this.events = events;
        this.ledger = ledger;
        this.outbox = outbox;
        this.clock = clock;
    }

    @KafkaListener(topics = Topics.ORDERS)
    void placed(ConsumerRecord<String, String> message) {
        events.once(message, OrderPlaced.class, order -> {
            var now = clock.instant();
            ledger.charge(order, now);
            outbox.append(
                    Topics.PAYMENTS,
                    new PaymentSettled(
                            UUID.randomUUID(), order.orderId(), order.userId(), order.totalMinor(), order.currency(), now));
            log.info("order {} charged: {} {}", order.orderId(), order.totalMinor(), order.currency());
        });
    }
}
