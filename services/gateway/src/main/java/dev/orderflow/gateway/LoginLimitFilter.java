package dev.orderflow.gateway;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Slows the guessing of passwords: so many failed logins to one account from one address, or from one device that
 * was logged in to it before, and no more are tried. A login takes a token before it is tried, so that guesses made at once count too, and has it back unless it failed.
 */
final class LoginLimitFilter extends OncePerRequestFilter {

    /** The request attribute that names the account, for the cookie of who gets in. */
    static final String EMAIL = LoginLimitFilter.class.getName() + ".email";

    private final RateLimits limits;
    private final Clients clients;
    private final ProblemWriter problems;
    private final JsonMapper json;

    LoginLimitFilter(RateLimits limits, Clients clients, ProblemWriter problems, JsonMapper json) {
        this.limits = limits;
        this.clients = clients;
        this.problems = problems;
        this.json = json;
    }

    /** By the path that was decoded, as the services see it. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod()) || !request.getServletPath().equals("/api/auth/login");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        JsonNode body;
        try {
            // Read before by BodyFilter, it can be read again.
            body = json.readTree(request.getInputStream());
        } catch (JacksonException e) {
            // Not left to auth, which might read it otherwise.
            problems.write(response, ErrorCode.MALFORMED_REQUEST, "The body is not the JSON that is expected here.");
            return;
        }
        var email = body.path("email").asString("").toLowerCase(Locale.ROOT);
        request.setAttribute(EMAIL, email);
        var client = clients.loggingIn(request, email);
        var wait = limits.refused(client);
        if (wait.isPresent()) {
            RequestLimit.refuse(response, problems, wait.get(), "Too many failed logins.");
            return;
        }
        chain.doFilter(request, response);
        if (response.getStatus() != HttpStatus.UNAUTHORIZED.value()) {
            limits.giveBack(client);
        }
    }
}
