package dev.orderflow.platform.messaging;

import dev.orderflow.platform.schedule.RepeatedTask;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Creates the service's topics, again and again until the broker has them: the broker may be away when the service
 * starts, or not yet know what the service may do. Spring's own creation tries once.
 */
final class TopicCreation extends RepeatedTask {

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final KafkaAdmin admin;

    TopicCreation(KafkaAdmin admin) {
        super("topic-creation", Duration.ZERO, PAUSE);
        this.admin = admin;
    }

    @Override
    public void run() {
        try {
            if (admin.initialize()) {
                stop();
            }
        } catch (RuntimeException e) {
            log.warn(
                    "the topics are not made yet, and are tried again in {} s: {}",
                    PAUSE.toSeconds(),
                    e.getMessage(),
                    e);
        }
    }

    /** Before the consumers, which look for topics that are missing every ten seconds only. */
    @Override
    public int getPhase() {
        return 0;
    }
}
