package dev.orderflow.platform.identity;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests under {@code /internal} without the signature of a service that may call. */
final class ServiceTokenFilter extends OncePerRequestFilter {

    private final ServiceIdentity identity;
    private final ProblemWriter problems;

    ServiceTokenFilter(ServiceIdentity identity, ProblemWriter problems) {
        this.identity = identity;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getServletPath().startsWith("/internal");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var token = request.getHeader(ServiceIdentity.HEADER);
        if (token == null || identity.caller(token).isEmpty()) {
            problems.write(response, ErrorCode.FORBIDDEN, "Only the services that need this may ask for it.");
            return;
        }
        chain.doFilter(request, response);
    }
}
