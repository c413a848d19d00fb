package dev.orderflow.gateway;

import dev.orderflow.platform.limit.Places;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests of a client beyond its rate; the kubelet's probes, which no client counts, are exempt. */
final class RequestLimitFilter extends OncePerRequestFilter {

    private final RequestLimit limit;
    private final Places underWay;

    /** @param underWay the places of requests that are being answered */
    RequestLimitFilter(RequestLimit limit, Places underWay) {
        this.limit = limit;
        this.underWay = underWay;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // Once: a device's cookie is verified for it.
        var client = limit.client(request);
        if (!limit.allows(client, response)) {
            return;
        }
        if (!underWay.begin(client)) {
            limit.refuseForNow(response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            underWay.end(client);
        }
    }
}
