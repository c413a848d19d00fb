package dev.orderflow.platform.warmup;

import dev.orderflow.platform.telemetry.Untraced;
import java.time.Duration;
import java.util.ArrayList;
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
        var left = new ArrayList<>(warmUps);
        var round = 0;
        for (; round < properties.rounds() && !left.isEmpty() && isTimeLeft(begun); round++) {
            left.removeIf(warmUp -> isTimeLeft(begun) && !Untraced.call(() -> succeeds(warmUp)));
        }
        log.info("warm: {} rounds of {} of {} parts in {} ms", round, left.size(), warmUps.size(), spent(begun).toMillis());
    }

    private static boolean succeeds(WarmUp warmUp) {
        try {
            warmUp.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            log.warn("not warm, {}: {}", warmUp.getClass().getSimpleName(), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean isTimeLeft(long begun) {
        return spent(begun).compareTo(properties.limit()) < 0;
    }

    private static Duration spent(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
