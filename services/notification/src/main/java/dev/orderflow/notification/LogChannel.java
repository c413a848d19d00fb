package dev.orderflow.notification;

import dev.orderflow.notification.Notifications.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Channel that writes notifications to the log. */
final class LogChannel implements Channel {

    private static final Logger log = LoggerFactory.getLogger(LogChannel.class);

    @Override
    public void send(Message message) {
        log.info("shopper {} notified of order {}: {}", message.userId(), message.orderId(), message.subject());
    }
}
