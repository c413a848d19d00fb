package dev.orderflow.platform.schedule;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs a task on a daemon thread of its own, from the application's start to its end: however long the task waits for a
 * store, it holds up neither the start nor another task. A task that throws is not run again.
 */
public abstract class RepeatedTask implements SmartLifecycle {

    private final String name;
    private final Duration delay;
    private final Duration pause;
    private volatile @Nullable ScheduledExecutorService schedule;

    /**
     * @param name of the thread
     * @param delay from the start to the first run
     * @param pause from the end of a run to the next
     */
    protected RepeatedTask(String name, Duration delay, Duration pause) {
        this.name = name;
        this.delay = delay;
        this.pause = pause;
    }

    /** Does the work once. */
    public abstract void run();

    @Override
    public void start() {
        var executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        executor.scheduleWithFixedDelay(this::run, delay.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        schedule = executor;
    }

    /** Ends the repetition, and interrupts a run that is under way. */
    @Override
    public void stop() {
        var executor = schedule;
        schedule = null;
        if (executor != null) {
            executor.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return schedule != null;
    }
}
