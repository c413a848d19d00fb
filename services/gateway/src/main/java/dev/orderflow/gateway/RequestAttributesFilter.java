package dev.orderflow.gateway;

import static dev.orderflow.platform.telemetry.RequestAttributes.BODY_SIZE;
import static dev.orderflow.platform.telemetry.RequestAttributes.CLIENT;
import static dev.orderflow.platform.telemetry.RequestAttributes.CLIENT_NETWORK;
import static dev.orderflow.platform.telemetry.RequestAttributes.HAS_KEY;
import static dev.orderflow.platform.telemetry.RequestAttributes.LANGUAGE;
import static dev.orderflow.platform.telemetry.RequestAttributes.PAGE_AFTER;
import static dev.orderflow.platform.telemetry.RequestAttributes.SESSION_AGE;
import static dev.orderflow.platform.telemetry.RequestAttributes.USER_AGENT_NAME;
import static dev.orderflow.platform.telemetry.RequestAttributes.USER_AGENT_VERSION;
import static dev.orderflow.platform.telemetry.RequestAttributes.USER_PSEUDONYM;
import static dev.orderflow.platform.telemetry.RequestAttributes.USER_ROLE;

import dev.orderflow.contracts.Role;
import dev.orderflow.platform.telemetry.ClientKind;
import dev.orderflow.platform.telemetry.RequestAttributes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Records on the request's span who asks, and with what client. Outside of the filters that refuse, so that a refused
 * request has it too; the kubelet's probes, which nobody asks about, are exempt.
 */
final class RequestAttributesFilter extends OncePerRequestFilter {

    private static final String LIST_WITH_PAGES = "/api/products";

    /** The parameter in a query that is not decoded: a query that cannot be is refused later. */
    private static final Pattern AFTER = Pattern.compile("(?:^|&)after(?:=|&|$)");

    /** A primary subtag of a language tag (RFC 5646) that is a language's code (ISO 639). */
    private static final Pattern LANGUAGE_CODE = Pattern.compile(" *([A-Za-z]{2,3})(?:[-,; ].*)?", Pattern.DOTALL);

    private static final int PSEUDONYM_BYTES = 8;

    private final RequestAttributeSecurityContextRepository authentications =
            new RequestAttributeSecurityContextRepository();
    private final Clock clock;

    RequestAttributesFilter(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !RequestAttributes.areRecorded() || request.getServletPath().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        recordClient(request);
        recordRequest(request);
        try {
            chain.doFilter(request, response);
        } finally {
            // The token was checked on the way in, also where the request was refused after that.
            if (authentications.loadDeferredContext(request).get().getAuthentication()
                    instanceof JwtAuthenticationToken user) {
                recordUser(user.getToken());
            }
        }
    }

    private static void recordClient(HttpServletRequest request) {
        var agent = UserAgent.of(request.getHeader("User-Agent"));
        if (agent != null) {
            USER_AGENT_NAME.set(agent.name());
            USER_AGENT_VERSION.set(agent.version());
        }
        CLIENT.set(agent == null ? ClientKind.OTHER : agent.kind());
        CLIENT_NETWORK.set(ClientNetwork.of(request.getRemoteAddr()));
        LANGUAGE.set(language(request.getHeader("Accept-Language")));
    }

    /** Returns the language that is asked for first; null where it is none with a code. */
    static @Nullable String language(@Nullable String header) {
        var first = LANGUAGE_CODE.matcher(header == null ? "" : header);
        return first.matches() ? first.group(1).toLowerCase(Locale.ROOT) : null;
    }

    private static void recordRequest(HttpServletRequest request) {
        var size = request.getContentLengthLong();
        BODY_SIZE.set(size < 0 ? null : size);
        if (HttpMethod.POST.matches(request.getMethod())) {
            HAS_KEY.set(request.getHeader("Idempotency-Key") != null);
        } else if (request.getServletPath().equals(LIST_WITH_PAGES)) {
            var query = request.getQueryString();
            PAGE_AFTER.set(query != null && AFTER.matcher(query).find());
        }
    }

    private void recordUser(Jwt token) {
        var user = token.getSubject();
        if (user != null) {
            USER_PSEUDONYM.set(pseudonym(user));
        }
        USER_ROLE.set(role(token));
        var issued = token.getIssuedAt();
        if (issued != null) {
            SESSION_AGE.set(
                    Math.max(0, Duration.between(issued, clock.instant()).toSeconds()));
        }
    }

    private static String pseudonym(String user) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(user.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, PSEUDONYM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Role role(Jwt token) {
        var roles = Objects.requireNonNullElse(token.getClaimAsStringList("roles"), List.<String>of());
        return Arrays.stream(Role.values())
                .filter(role -> roles.contains(role.name()))
                .findFirst()
                .orElse(null);
    }
}
