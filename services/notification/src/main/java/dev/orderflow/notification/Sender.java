package dev.orderflow.notification;

import dev.orderflow.platform.telemetry.Untraced;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Hands what is written down over to the channel: each once, and after a crash between the two perhaps again. */
@Component
class Sender {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    /** A failure, or a crash, has as many sent again as one transaction holds. */
    private static final int AT_ONCE = 10;

    private final Notifications notifications;
    private final Channel channel;
    private final TransactionTemplate transaction;

    Sender(Notifications notifications, Channel channel, PlatformTransactionManager transactions) {
        this.notifications = notifications;
        this.channel = channel;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(fixedDelay = 2000)
    void run() {
        try {
            while (Untraced.call(this::send) == AT_ONCE) {
                // There may be more.
            }
        } catch (RuntimeException e) {
            log.warn("notifications wait, to be sent later: {}", e.toString());
        }
    }

    private int send() {
        var sent = transaction.execute(status -> {
            var messages = notifications.unsent(AT_ONCE);
            for (var message : messages) {
                channel.send(message);
                notifications.sent(message);
            }
            return messages.size();
        });
        return sent == null ? 0 : sent;
    }
}
