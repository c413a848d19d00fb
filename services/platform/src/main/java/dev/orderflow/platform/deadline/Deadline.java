package dev.orderflow.platform.deadline;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The moment by which the current request must be answered. The first hop sets it, each further hop gets what is left,
 * in the header {@value #HEADER} (milliseconds), and no hop waits longer.
 */
public final class Deadline {

    public static final String HEADER = "Orderflow-Deadline-Ms";

    private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

    private final LongSupplier nanoClock;
    private final long at;

    Deadline(Duration length, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.at = nanoClock.getAsLong() + length.toNanos();
    }

    public static Deadline in(Duration length) {
        return new Deadline(length, System::nanoTime);
    }

    /** The current request's deadline; null outside a request, as in a message's listener. */
    public static @Nullable Deadline current() {
        return CURRENT.get();
    }

    /** What is left; zero once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, at - nanoClock.getAsLong()));
    }

    public boolean hasPassed() {
        return remaining().isZero();
    }

    static void bind(Deadline deadline) {
        CURRENT.set(deadline);
    }

    static void unbind() {
        CURRENT.remove();
    }
}
