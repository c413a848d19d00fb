package dev.orderflow.platform.deadline;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Binds the deadline that the caller sent, or the default, to the request. */
final class DeadlineFilter extends OncePerRequestFilter {

    private final Duration longest;

    DeadlineFilter(Duration longest) {
        this.longest = longest;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Deadline.bind(Deadline.in(length(request.getHeader(Deadline.HEADER))));
        try {
            chain.doFilter(request, response);
        } finally {
            Deadline.unbind();
        }
    }

    private Duration length(@Nullable String header) {
        if (header == null || !header.matches("\\d{1,9}")) {
            return longest;
        }
        var asked = Duration.ofMillis(Long.parseLong(header));
        return asked.compareTo(longest) < 0 ? asked : longest;
    }
}
