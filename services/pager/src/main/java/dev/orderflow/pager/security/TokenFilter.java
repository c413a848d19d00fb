package dev.orderflow.pager.security;

import dev.orderflow.pager.PagerProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Authenticates programs by bearer tokens (RFC 6750): Alertmanager's, or one of the API. */
final class TokenFilter extends OncePerRequestFilter {

    static final String INTAKE = "INTAKE";
    static final String API = "API";

    private static final String BEARER = "Bearer ";

    private final PagerProperties properties;

    TokenFilter(PagerProperties properties) {
        this.properties = properties;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null && header.startsWith(BEARER)) {
            program(header.substring(BEARER.length())).ifPresent(TokenFilter::authenticate);
        }
        chain.doFilter(request, response);
    }

    private Optional<Authentication> program(String token) {
        if (Tokens.same(properties.intake().token(), token)) {
            return Optional.of(authenticated("alertmanager", INTAKE));
        }
        return properties.apiTokens().entrySet().stream()
                .filter(known -> Tokens.same(known.getValue(), token))
                .map(Map.Entry::getKey)
                .map(name -> authenticated(name, API))
                .findFirst();
    }

    /** In a context of its own: the one that is there may be a session's, and later requests have it too. */
    private static void authenticate(Authentication program) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(program);
        SecurityContextHolder.setContext(context);
    }

    private static Authentication authenticated(String name, String role) {
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, List.of(new SimpleGrantedAuthority("ROLE_" + role)));
    }
}
