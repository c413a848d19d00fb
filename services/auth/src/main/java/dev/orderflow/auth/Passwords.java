package dev.orderflow.auth;

import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Checks passwords on half the processors, and two at a time at most: each check takes 19 MiB of the heap and a
 * processor.
 */
@Component
class Passwords {

    private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Semaphore room = new Semaphore(AT_ONCE, true);
    private final PasswordEncoder encoder;

    /** Compared against where there is no such account, so that the time of an answer does not reveal it. */
    private final String nobodysHash;

    Passwords(PasswordEncoder encoder) {
        this.encoder = encoder;
        this.nobodysHash = encoder.encode("nobody");
    }

    /**
     * @param hash null where there is no such account: false, after the same time
     * @throws ApiException RATE_LIMITED where half of the request's time has passed in waiting: guesses of strangers
     *     are no failure of ours, and who refuses them has to know what they cost
     */
    boolean match(String password, @Nullable String hash) {
        try {
            var deadline = Deadline.current();
            var patience = deadline == null ? PATIENCE : deadline.remaining().dividedBy(2);
            if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ApiException(ErrorCode.RATE_LIMITED, "Too many log in at once. Try again in 1 s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.OVERLOADED, "Interrupted.", e);
        }
        try {
            return encoder.matches(password, hash == null ? nobodysHash : hash) && hash != null;
        } finally {
            room.release();
        }
    }
}
