package dev.orderflow.pager.notify;

import dev.orderflow.pager.Changes;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.notify.Outbox.Address;
import dev.orderflow.pager.notify.Outbox.Waiting;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Kind;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends each message of the outbox once; after a crash between sending and recording it, perhaps again. */
@Component
class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private static final int AT_ONCE = 50;

    private final Outbox outbox;
    private final Channels channels;
    private final Timeline timeline;
    private final PagerProperties properties;
    private final Changes changes;
    private final Clock clock;
    private final TransactionTemplate transaction;

    /** The addresses to which a thread is sending just now. */
    private final Set<Address> busy = ConcurrentHashMap.newKeySet();

    Dispatcher(
            Outbox outbox,
            Channels channels,
            Timeline timeline,
            PagerProperties properties,
            Changes changes,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.outbox = outbox;
        this.channels = channels;
        this.timeline = timeline;
        this.properties = properties;
        this.changes = changes;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Serves each address by a thread of its own: one that does not answer holds up no other. */
    @Scheduled(fixedDelay = 500)
    void run() {
        for (var address : outbox.due(clock.instant())) {
            if (busy.add(address)) {
                Thread.ofVirtual()
                        .name("notify " + address.person() + " by " + address.channel())
                        .start(() -> deliverTo(address));
            }
        }
    }

    /** Sends one after the other, and none twice: what is due is read when the address is this thread's own. */
    private void deliverTo(Address address) {
        try {
            var due = outbox.due(address, clock.instant(), AT_ONCE);
            for (var waiting : due) {
                if (outbox.isDue(waiting, clock.instant()) && !deliver(waiting)) {
                    break; // the rest waits a moment, too: it would fail likewise
                }
            }
            if (!due.isEmpty()) {
                changes.publish();
            }
        } catch (RuntimeException e) {
            log.error("{} could not be notified by {}; it is tried again", address.person(), address.channel(), e);
        } finally {
            busy.remove(address);
        }
    }

    /** Sends one message, without holding the database meanwhile; returns whether the channel works. */
    private boolean deliver(Waiting waiting) {
        var channel = channels.find(waiting.person(), waiting.channel());
        if (channel.isEmpty()) {
            noted(() -> outbox.cancel(waiting, "not in the configuration any more", clock.instant()));
            return true;
        }
        try {
            channel.get().send(message(waiting));
        } catch (RuntimeException e) {
            log.warn(
                    "page {}: {} could not be notified by {}, attempt {}: {}",
                    waiting.page(),
                    waiting.person(),
                    waiting.channel(),
                    waiting.attempts() + 1,
                    e.toString());
            noted(() -> failed(waiting, e));
            return false;
        }
        noted(() -> {
            outbox.sent(waiting, clock.instant());
            timeline.add(waiting.page(), Kind.NOTIFIED, Timeline.PAGER, waiting.person() + " by " + waiting.channel());
        });
        return true;
    }

    private void failed(Waiting waiting, RuntimeException e) {
        outbox.failed(waiting, clock.instant());
        if (waiting.attempts() == 0) {
            timeline.add(
                    waiting.page(),
                    Kind.NOTIFICATION_FAILED,
                    Timeline.PAGER,
                    "%s by %s, to be tried until it is taken: %s"
                            .formatted(waiting.person(), waiting.channel(), e.getMessage()));
        }
    }

    private void noted(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    private Message message(Waiting waiting) {
        return new Message(
                waiting.id(),
                waiting.page(),
                waiting.person(),
                waiting.title(),
                properties.url() + "/pages/" + waiting.page());
    }
}
