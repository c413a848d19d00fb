package dev.orderflow.pager.security;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.DeviceCookies;
import dev.orderflow.platform.limit.RetryAfter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.ViewResolver;

/** Limits failed logins. A browser gets the refusal on the login's page, a program as a problem document. */
final class LoginLimitFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(LoginLimitFilter.class);

    private final LoginLimits limits;
    private final DeviceCookies devices;
    private final ProblemWriter problems;
    private final ViewResolver views;

    LoginLimitFilter(LoginLimits limits, DeviceCookies devices, ProblemWriter problems, ViewResolver views) {
        this.limits = limits;
        this.devices = devices;
        this.problems = problems;
        this.views = views;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod())
                || !request.getServletPath().equals("/login");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var name = Objects.requireNonNullElse(request.getParameter("username"), "");
        var device = devices.read(request, LoginLimits.key(name))
                .map(DeviceCookies.Device::id)
                .orElse(null);
        var wait = limits.refused(name, request.getRemoteAddr(), device);
        if (wait.isPresent()) {
            log.warn("a login from {} is refused: too many have failed", request.getRemoteAddr());
            refuse(request, response, wait.get());
            return;
        }
        chain.doFilter(request, response);
        // A failed one has emptied it, also of who was logged in before.
        if (SecurityContextHolder.getContext().getAuthentication() != null) {
            limits.giveBack(name, request.getRemoteAddr(), device);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Duration wait)
            throws ServletException, IOException {
        var seconds = RetryAfter.set(response, wait);
        if (!Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "")
                .contains(MediaType.TEXT_HTML_VALUE)) {
            problems.write(response, ErrorCode.RATE_LIMITED, "Too many failed logins. Try again in " + seconds + " s.");
            return;
        }
        response.setStatus(ErrorCode.RATE_LIMITED.status().value());
        try {
            Objects.requireNonNull(views.resolveViewName("login", request.getLocale()))
                    .render(Map.of("wait", seconds), request, response);
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }
}
