package dev.orderflow.gateway;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.RateLimits;
import dev.orderflow.platform.limit.RetryAfter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/** Decides whether a client may send a request now. */
final class RequestLimit {

    private final RateLimits limits;
    private final Clients clients;
    private final ProblemWriter problems;

    RequestLimit(RateLimits limits, Clients clients, ProblemWriter problems) {
        this.limits = limits;
        this.clients = clients;
        this.problems = problems;
    }

    /** Where it may not, that is the answer. */
    boolean allows(HttpServletRequest request, HttpServletResponse response) throws IOException {
        return allows(client(request), response);
    }

    /** Counts a request of the client; where it has none left, answers with a refusal and returns false. */
    boolean allows(String client, HttpServletResponse response) throws IOException {
        var wait = limits.refused(client);
        if (wait.isPresent()) {
            refuse(response, problems, wait.get(), "Too many requests.");
        }
        return wait.isEmpty();
    }

    /** Names the client whose request this is. */
    String client(HttpServletRequest request) {
        return clients.of(request);
    }

    /** Answers a client that has as many requests under way as it may. */
    void refuseForNow(HttpServletResponse response) throws IOException {
        refuse(response, problems, Duration.ofSeconds(1), "Too many requests at once.");
    }

    static void refuse(HttpServletResponse response, ProblemWriter problems, Duration wait, String detail)
            throws IOException {
        var seconds = RetryAfter.set(response, wait);
        problems.write(response, ErrorCode.RATE_LIMITED, detail + " Try again in " + seconds + " s.");
    }
}
