package dev.orderflow.pager.intake;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Admits a number of threads at a time, in the order in which they came; the others wait, with their requests' bodies
 * unread, for 30 s at most.
 */
final class Gate {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Semaphore places;

    Gate(int places) {
        this.places = new Semaphore(places, true);
    }

    /** To be closed when one is through. */
    interface Pass extends AutoCloseable {

        @Override
        void close();
    }

    /** @throws ApiException OVERLOADED where no place was free in time */
    Pass enter() {
        try {
            if (places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return places::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ApiException(ErrorCode.OVERLOADED, "Too many deliveries at once. Send it again.");
    }
}
