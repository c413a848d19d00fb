package dev.orderflow.notification;

import dev.orderflow.platform.telemetry.Untraced;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends stored notifications by the channel, each message by itself: once, and after a crash between sending and
 * recording it perhaps again. A message that is not accepted is tried again after a pause, until it is given up; the
 * others do not wait for it.
 */
@Component
class Sender {

    private static final Logger log = LoggerFactory.getLogger(Sender.class);

    private final Notifications notifications;
    private final Channel channel;
    private final NotificationProperties properties;
    private final Clock clock;

    Sender(Notifications notifications, Channel channel, NotificationProperties properties, Clock clock) {
        this.notifications = notifications;
        this.channel = channel;
        this.properties = properties;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 2000)
    void run() {
        try {
            while (Untraced.call(this::sendNext)) {
                // There may be more.
            }
        } catch (RuntimeException e) {
            log.warn("notifications wait, to be sent later: {}", e.toString());
        }
    }

    /** Sends the next; false where none is due, or what failed may fail for the others too: then they wait a moment. */
    private boolean sendNext() {
        var message = notifications
                .take(properties.pause(), properties.longestPause())
                .orElse(null);
        if (message == null) {
            return false;
        }
        try {
            channel.send(message);
        } catch (RefusedException e) {
            giveUp(message, String.valueOf(e.getMessage()));
            return true;
        } catch (RuntimeException e) {
            if (!clock.instant().isBefore(message.createdAt().plus(properties.giveUpAfter()))) {
                giveUp(message, "not taken for " + properties.giveUpAfter() + ": " + e);
            } else {
                log.warn("notification {} waits, to be sent later: {}", message.eventId(), e.toString());
            }
            return false;
        }
        notifications.sent(message);
        return true;
    }

    private void giveUp(Notifications.Message message, String failure) {
        notifications.failed(message, failure);
        log.error("notification {} of order {} is given up: {}", message.eventId(), message.orderId(), failure);
    }
}
