package dev.orderflow.platform.messaging;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Makes the service's topics, again and again until the broker has them: it may be away when the service starts, or not
 * yet know what the service may do. Spring's own creation tries once.
 */
final class TopicCreation implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final KafkaAdmin admin;
    private volatile @Nullable ScheduledExecutorService schedule;

    TopicCreation(KafkaAdmin admin) {
        this.admin = admin;
    }

    private void create() {
        try {
            if (admin.initialize()) {
                stop();
            }
        } catch (RuntimeException e) {
            log.warn("the topics are not made yet, and are tried again in {} s: {}", PAUSE.toSeconds(), e.getMessage(), e);
        }
    }

    /** On a thread of its own: a service starts where the broker is away. */
    @Override
    public void start() {
        var creating = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("topic-creation").daemon().factory());
        creating.scheduleWithFixedDelay(this::create, 0, PAUSE.toSeconds(), TimeUnit.SECONDS);
        schedule = creating;
    }

    @Override
    public void stop() {
        var creating = schedule;
        schedule = null;
        if (creating != null) {
            creating.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return schedule != null;
    }

    /** Before the consumers, which look for topics that are missing every ten seconds only. */
    @Override
    public int getPhase() {
        return 0;
    }
}
