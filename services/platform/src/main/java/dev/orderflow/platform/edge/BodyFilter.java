package dev.orderflow.platform.edge;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.RetryAfter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads a body whole before the request is passed on, by a {@link BodyReader}, and answers with a problem where that
 * fails. Nothing behind it waits for the client.
 */
public final class BodyFilter extends OncePerRequestFilter {

    private final int limit;
    private final BodyReader bodies;
    private final Predicate<HttpServletRequest> applies;
    private final boolean forms;
    private final ProblemWriter problems;

    /**
     * @param limit the largest body
     * @param applies to which requests; others are passed on unread
     * @param forms whether the fields of a posted form become parameters; Tomcat itself reads none, see
     *     {@link EdgeServer}
     */
    public BodyFilter(
            DataSize limit,
            BodyReader bodies,
            Predicate<HttpServletRequest> applies,
            boolean forms,
            ProblemWriter problems) {
        this.limit = Math.toIntExact(limit.toBytes());
        this.bodies = bodies;
        this.applies = applies;
        this.forms = forms;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !applies.test(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest read;
        try {
            read = ReadRequest.of(request, bodies.read(request, limit), forms);
        } catch (ApiException e) {
            if (e.code() == ErrorCode.RATE_LIMITED) {
                RetryAfter.set(response, Duration.ofSeconds(1));
            }
            problems.write(response, e.code(), String.valueOf(e.getMessage()));
            return;
        }
        chain.doFilter(read, response);
    }
}
