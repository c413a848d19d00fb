package dev.orderflow.pager;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Stands still until it is told to go on. */
public final class TestClock extends Clock {

    private static final Instant NIGHT = Instant.parse("2026-11-25T02:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NIGHT);

    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    public void reset() {
        now.set(NIGHT);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
