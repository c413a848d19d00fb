package dev.orderflow.platform.limit;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/** Sets the header {@code Retry-After} of a refused request. */
public final class RetryAfter {

    private RetryAfter() {}

    /**
     * @return the seconds that the answer's header says: whole ones, so that nobody comes too early, and one at least
     */
    public static long set(HttpServletResponse response, Duration wait) {
        var seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        return seconds;
    }
}
