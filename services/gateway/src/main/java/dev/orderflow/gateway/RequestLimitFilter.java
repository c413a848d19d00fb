package dev.orderflow.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a client's requests through at the rate that it is allowed; not the kubelet's probes, which no client counts.
 */
final class RequestLimitFilter extends OncePerRequestFilter {

    private final RequestLimit limit;

    RequestLimitFilter(RequestLimit limit) {
        this.limit = limit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (limit.allows(request, response)) {
            chain.doFilter(request, response);
        }
    }
}
