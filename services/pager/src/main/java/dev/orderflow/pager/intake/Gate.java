package dev.orderflow.pager.intake;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Admits a number of threads at a time, in the order in which they came. Some others wait, for 30 s at most, with their
 * requests' bodies unread; who comes then is refused at once: each request that waits takes some 120 kB of the heap.
 */
final class Gate {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Semaphore places;
    private final int waiting;

    /** @param waiting how many wait at most, or one or two more where they come at the same moment */
    Gate(int places, int waiting) {
        this.places = new Semaphore(places, true);
        this.waiting = waiting;
    }

    /** To be closed when one is through. */
    interface Pass extends AutoCloseable {

        @Override
        void close();
    }

    /** @throws ApiException OVERLOADED where too many wait, or no place was free in time */
    Pass enter() {
        try {
            if (places.getQueueLength() < waiting && places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return places::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ApiException(ErrorCode.OVERLOADED, "Too many deliveries at once. Send it again.");
    }
}
