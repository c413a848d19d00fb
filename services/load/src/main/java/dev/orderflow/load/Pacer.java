package dev.orderflow.load;

import java.util.concurrent.TimeUnit;

/** Limits the rate of callers: {@link #await} lets so many through a second, evenly spaced. */
final class Pacer {

    private final long intervalNanos;
    private long next = System.nanoTime();

    Pacer(double perSecond) {
        intervalNanos = (long) (1e9 / perSecond);
    }

    void await() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(reserve());
    }

    private synchronized long reserve() {
        var now = System.nanoTime();
        var turn = Math.max(now, next);
        next = turn + intervalNanos;
        return turn - now;
    }
}
