package dev.orderflow.platform.client;

import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;

/** Maps a failed call of another service to the error that our own caller receives. */
public final class Downstream {

    private static final Logger log = LoggerFactory.getLogger(Downstream.class);

    private Downstream() {}

    /**
     * Makes a call, and turns one that found no answer into an {@link ApiException}.
     *
     * @throws ApiException DOWNSTREAM_TIMEOUT where the deadline passed, DOWNSTREAM_UNAVAILABLE where nobody listens,
     *     DOWNSTREAM_FAILED where the answer is not what it should be
     */
    public static <T extends @Nullable Object> T call(String service, Supplier<T> call) {
        var begun = System.nanoTime();
        try {
            return call.get();
        } catch (RuntimeException e) {
            var spent = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            // An answer that stalls after its beginning ends as a stream that is closed when the time is up.
            if (causedBy(e, HttpTimeoutException.class) || causedBy(e, IOException.class) && timeIsUp()) {
                log.atError()
                        .addKeyValue("service", service)
                        .addKeyValue("spent_ms", spent)
                        .log("timeout connecting to downstream service");
                throw new ApiException(
                        ErrorCode.DOWNSTREAM_TIMEOUT, "No answer from " + service + " within " + spent + " ms.", e);
            }
            if (causedBy(e, IOException.class)) {
                throw new ApiException(ErrorCode.DOWNSTREAM_UNAVAILABLE, "Cannot reach " + service + ".", e);
            }
            if (e instanceof RestClientException) {
                throw new ApiException(
                        ErrorCode.DOWNSTREAM_FAILED, service + " gave an answer that cannot be read.", e);
            }
            throw e;
        }
    }

    private static boolean timeIsUp() {
        var deadline = Deadline.current();
        return deadline != null && deadline.remaining().toMillis() == 0;
    }

    private static boolean causedBy(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
