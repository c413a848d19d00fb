package dev.orderflow.platform.warmup;

import dev.orderflow.platform.telemetry.Untraced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Runs every {@link WarmUp}, round by round. Spring Boot reports a service ready once its runners are done. A warm-up
 * that failed because something was away is repeated later, on a thread of its own, after pauses that double: where all
 * services start at once, each is up before its neighbours.
 */
final class WarmUpRunner implements ApplicationRunner, AutoCloseable {

    /** With the pause's default, the last attempt comes five minutes after the start. */
    private static final int ATTEMPTS = 6;

    private static final Logger log = LoggerFactory.getLogger(WarmUpRunner.class);

    private final List<WarmUp> warmUps;
    private final WarmUpProperties properties;
    private volatile @Nullable ScheduledExecutorService later;

    WarmUpRunner(List<WarmUp> warmUps, WarmUpProperties properties) {
        this.warmUps = warmUps;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        var away = goThrough(warmUps);
        if (!away.isEmpty()) {
            var executor = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("warm-up").daemon().factory());
            later = executor;
            schedule(executor, away, properties.pause(), 1);
        }
    }

    private void schedule(ScheduledExecutorService executor, List<WarmUp> away, Duration pause, int attempt) {
        executor.schedule(
                () -> {
                    var left = goThrough(away);
                    if (left.isEmpty() || attempt == ATTEMPTS || executor.isShutdown()) {
                        executor.shutdown();
                    } else {
                        schedule(executor, left, pause.multipliedBy(2), attempt + 1);
                    }
                },
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Returns the parts that failed. */
    private List<WarmUp> goThrough(List<WarmUp> parts) {
        var begun = System.nanoTime();
        var left = new ArrayList<>(parts);
        var failed = new ArrayList<WarmUp>();
        var round = 0;
        for (; round < properties.rounds() && !left.isEmpty() && isTimeLeft(begun); round++) {
            for (var warmUp : List.copyOf(left)) {
                if (isTimeLeft(begun) && !Untraced.call(() -> succeeds(warmUp))) {
                    left.remove(warmUp);
                    failed.add(warmUp);
                }
            }
        }
        log.info(
                "warm: {} rounds of {} of {} parts in {} ms",
                round,
                left.size(),
                parts.size(),
                spent(begun).toMillis());
        return failed;
    }

    /** Ends the attempts that are still to come. */
    @Override
    public void close() {
        var executor = later;
        if (executor != null) {
            executor.shutdownNow();
        }
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
