package dev.orderflow.gateway;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts as {@code gateway.clients.refused} the requests of known clients that are answered with 403 or 429. Whoever
 * has no account adds nothing to them, and so pages nobody.
 */
final class RefusedClientsFilter extends OncePerRequestFilter {

    private static final Set<Integer> REFUSALS =
            Set.of(HttpStatus.FORBIDDEN.value(), HttpStatus.TOO_MANY_REQUESTS.value());
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    private final LongCounter refused;

    RefusedClientsFilter(Meter meter) {
        refused = meter.counterBuilder("gateway.clients.refused")
                .setDescription("Requests of known clients that are answered with 403 or 429.")
                .build();
        // So that the series are there before the first refusal, and its count is an increase.
        REFUSALS.forEach(status -> refused.add(0, Attributes.of(STATUS, (long) status)));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } finally {
            if (REFUSALS.contains(response.getStatus()) && Clients.isKnown(request)) {
                refused.add(1, Attributes.of(STATUS, (long) response.getStatus()));
            }
        }
    }
}
