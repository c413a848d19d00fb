package dev.orderflow.gateway;

import dev.orderflow.platform.client.ServiceClients;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses a valid token whose session has ended, which auth knows. Runs after the token was checked. */
@Component
class SessionFilter extends OncePerRequestFilter {

    private final Services services;
    private final RestClient auth;
    private final ProblemWriter problems;

    SessionFilter(Services services, ServiceClients clients, ProblemWriter problems) {
        this.services = services;
        this.auth = clients.of("auth");
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token) {
            try {
                var session = token.getToken().getClaimAsString("sid");
                services.call(
                        "auth",
                        HttpMethod.GET,
                        () -> auth.get()
                                .uri("/internal/sessions/{id}", session)
                                .retrieve()
                                .toBodilessEntity());
            } catch (ApiException e) {
                var ended = e.code() == ErrorCode.NOT_FOUND;
                problems.write(
                        response,
                        ended ? ErrorCode.SESSION_ENDED : e.code(),
                        ended ? "The session has ended: log in again." : String.valueOf(e.getMessage()));
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
