package dev.orderflow.platform.warmup;

import dev.orderflow.platform.telemetry.Untraced;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/** Goes through every {@link WarmUp}, round by round. Spring Boot says that a service is ready once its runners are done. */
final class WarmUpRunner implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(WarmUpRunner.class);

    private final List<WarmUp> warmUps;
    private final WarmUpProperties properties;

    WarmUpRunner(List<WarmUp> warmUps, WarmUpProperties properties) {
        this.warmUps = warmUps;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        var begun = System.nanoTime();
        var round = 0;
        while (round < properties.rounds() && Untraced.call(() -> goThrough(begun))) {
            round++;
        }
        log.info("warm: {} rounds in {} ms", round, spent(begun).toMillis());
    }

    /** @return false where the rest is left out */
    private boolean goThrough(long begun) {
        for (var warmUp : warmUps) {
            if (spent(begun).compareTo(properties.limit()) >= 0) {
                return false;
            }
            try {
                warmUp.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (Exception e) {
                log.warn("not warm, {}: {}", warmUp.getClass().getSimpleName(), String.valueOf(e.getMessage()));
                return false;
            }
        }
        return true;
    }

    private static Duration spent(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
