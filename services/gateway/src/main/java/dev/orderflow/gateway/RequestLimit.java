package dev.orderflow.gateway;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.RateLimits;
import dev.orderflow.platform.limit.RetryAfter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** Whether a client may ask now: a shopper where the token is valid, else whoever shares the address. */
final class RequestLimit {

    private final RateLimits limits;
    private final ProblemWriter problems;

    RequestLimit(RateLimits limits, ProblemWriter problems) {
        this.limits = limits;
        this.problems = problems;
    }

    /** Where it may not, that is the answer. */
    boolean allows(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var wait = limits.refused(client(request));
        if (wait.isPresent()) {
            refuse(response, problems, wait.get(), "Too many requests.");
        }
        return wait.isEmpty();
    }

    private static String client(HttpServletRequest request) {
        return SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token
                ? "shopper " + token.getToken().getSubject()
                : "address " + request.getRemoteAddr();
    }

    static void refuse(HttpServletResponse response, ProblemWriter problems, Duration wait, String detail)
            throws IOException {
        var seconds = RetryAfter.set(response, wait);
        problems.write(response, ErrorCode.RATE_LIMITED, detail + " Try again in " + seconds + " s.");
    }
}
