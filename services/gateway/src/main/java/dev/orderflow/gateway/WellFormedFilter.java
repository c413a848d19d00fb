package dev.orderflow.gateway;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that could not be passed on unchanged, and would be taken for another request or for a service's
 * fault.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 18)
class WellFormedFilter extends OncePerRequestFilter {

    private final ProblemWriter problems;

    WellFormedFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isUtf8(request.getContentType())) {
            // RFC 8259, 8.1; and by another the gateway would read another e-mail address than auth does.
            problems.write(response, ErrorCode.UNSUPPORTED_MEDIA_TYPE, "A body is JSON in UTF-8.");
        } else if (!hasParameters(request)) {
            problems.write(response, ErrorCode.MALFORMED_REQUEST, "The query is not percent-encoded UTF-8.");
        } else if (!isAscii(request.getHeader("Idempotency-Key"))) {
            // The HTTP client would send other characters, and make one key of two.
            problems.write(response, ErrorCode.VALIDATION_FAILED, "Idempotency-Key must be of ASCII.");
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isUtf8(@Nullable String contentType) {
        try {
            var charset = contentType == null
                    ? null
                    : MediaType.parseMediaType(contentType).getCharset();
            return charset == null || charset.equals(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tomcat reads them when they are first asked for, and throws what they are not. */
    private static boolean hasParameters(HttpServletRequest request) {
        try {
            request.getParameterMap();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static boolean isAscii(@Nullable String text) {
        return text == null || StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
