package dev.orderflow.payment;

import dev.orderflow.contracts.OrderCancelled;
import dev.orderflow.contracts.OrderEvent;
import dev.orderflow.contracts.OrderPaid;
import dev.orderflow.contracts.OrderPlaced;
import dev.orderflow.contracts.PaymentAuthorised;
import dev.orderflow.contracts.PaymentCaptured;
import dev.orderflow.contracts.PaymentDeclined;
import dev.orderflow.contracts.PaymentRefunded;
import dev.orderflow.contracts.PaymentVoided;
import dev.orderflow.contracts.Topics;
import dev.orderflow.payment.Payments.Payment;
import dev.orderflow.platform.messaging.EventConsumer;
import dev.orderflow.platform.outbox.Outbox;
import java.time.Clock;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes order events: authorises, captures, voids or refunds at the bank, and publishes the outcome. */
@Component
class OrderListener {

    private static final Logger log = LoggerFactory.getLogger(OrderListener.class);

    private final EventConsumer events;
    private final Payments payments;
    private final Bank bank;
    private final Outbox outbox;
    private final Clock clock;

    OrderListener(EventConsumer events, Payments payments, Bank bank, Outbox outbox, Clock clock) {
        this.events = events;
        this.payments = payments;
        this.bank = bank;
        this.outbox = outbox;
        this.clock = clock;
    }

    @KafkaListener(topics = Topics.ORDERS)
    void receive(ConsumerRecord<String, String> message) {
        events.handle(message, OrderEvent.class, event -> switch (event) {
            case OrderPlaced order -> authorise(order);
            case OrderPaid order -> capture(order);
            case OrderCancelled order -> giveBack(order);
        });
    }

    private Runnable authorise(OrderPlaced order) {
        if (payments.find(order.orderId()).isPresent()) {
            // Voided before it was authorised, or another member of the group was quicker: the bank must not hold money
            // for it.
            return () -> log.warn("order {} has a payment already: nothing asked for", order.orderId());
        }
        var answer = bank.authorise(order.orderId(), order.cardToken(), order.totalMinor(), order.currency());
        return () -> {
            var status = answer.approved() ? PaymentStatus.AUTHORISED : PaymentStatus.DECLINED;
            var payment = new Payment(
                    order.orderId(), order.userId(), order.totalMinor(), order.currency(), status, answer.reference());
            if (!payments.add(payment, answer.declineReason())) {
                log.warn("order {} has a payment already", order.orderId());
                return;
            }
            var id = UUID.randomUUID();
            outbox.append(
                    Topics.PAYMENTS,
                    answer.declineReason() == null
                            ? new PaymentAuthorised(
                                    id,
                                    order.orderId(),
                                    order.userId(),
                                    order.totalMinor(),
                                    order.currency(),
                                    clock.instant())
                            : new PaymentDeclined(
                                    id,
                                    order.orderId(),
                                    order.userId(),
                                    order.totalMinor(),
                                    order.currency(),
                                    answer.declineReason(),
                                    clock.instant()));
            log.info("order {} {}: {} {}", order.orderId(), status, order.totalMinor(), order.currency());
        };
    }

    private Runnable capture(OrderPaid order) {
        var found = payments.find(order.orderId());
        if (found.isEmpty() || found.get().status() != PaymentStatus.AUTHORISED) {
            return () -> log.warn("order {} has no authorised payment: nothing captured", order.orderId());
        }
        var payment = found.get();
        bank.capture(payment.orderId(), payment.reference());
        return () -> {
            if (payments.move(payment.orderId(), PaymentStatus.AUTHORISED, PaymentStatus.CAPTURED)) {
                payments.record(payment, "CHARGE");
                outbox.append(
                        Topics.PAYMENTS,
                        new PaymentCaptured(
                                UUID.randomUUID(),
                                payment.orderId(),
                                payment.userId(),
                                payment.amountMinor(),
                                payment.currency(),
                                clock.instant()));
                log.info("order {} charged: {} {}", payment.orderId(), payment.amountMinor(), payment.currency());
            }
        };
    }

    private Runnable giveBack(OrderCancelled order) {
        var found = payments.find(order.orderId());
        if (found.isEmpty()) {
            // Its OrderPlaced waits among the dead letters: should it be replayed, nothing may be charged any more.
            return () -> {
                payments.add(
                        new Payment(
                                order.orderId(),
                                order.userId(),
                                order.totalMinor(),
                                order.currency(),
                                PaymentStatus.VOIDED,
                                null),
                        null);
                voided(order);
            };
        }
        var payment = found.get();
        return switch (payment.status()) {
            case AUTHORISED -> {
                bank.cancel(payment.orderId(), payment.reference());
                yield () -> {
                    if (payments.move(payment.orderId(), PaymentStatus.AUTHORISED, PaymentStatus.VOIDED)) {
                        voided(order);
                    }
                };
            }
            case CAPTURED -> {
                bank.refund(payment.orderId(), payment.reference());
                yield () -> {
                    if (payments.move(payment.orderId(), PaymentStatus.CAPTURED, PaymentStatus.REFUNDED)) {
                        payments.record(payment, "REFUND");
                        outbox.append(
                                Topics.PAYMENTS,
                                new PaymentRefunded(
                                        UUID.randomUUID(),
                                        payment.orderId(),
                                        payment.userId(),
                                        payment.amountMinor(),
                                        payment.currency(),
                                        clock.instant()));
                        log.info("order {} refunded", payment.orderId());
                    }
                };
            }
            case DECLINED, VOIDED, REFUNDED -> () -> {};
        };
    }

    private void voided(OrderCancelled order) {
        outbox.append(
                Topics.PAYMENTS,
                new PaymentVoided(
                        UUID.randomUUID(),
                        order.orderId(),
                        order.userId(),
                        order.totalMinor(),
                        order.currency(),
                        clock.instant()));
        log.info("order {} voided: nothing was charged", order.orderId());
    }
}
