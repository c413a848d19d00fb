package dev.orderflow.gateway;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import dev.orderflow.platform.limit.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Limits failed logins, against the guessing of passwords: for one account from one address, or from one device that
 * was logged in to it before. All failed logins from one address are limited too, except from known devices: auth
 * checks two passwords at a time, and e-mail addresses cost nothing to invent. A login takes its tokens before it is
 * tried, so that concurrent guesses count too, and gets them back unless it failed; its address does not where auth had
 * no place to check it, or who sends many guesses would pay for few.
 *
 * <p>Right logins to one account are limited for themselves. They take their token afterwards, so that nobody without
 * the password can use that limit up.
 */
final class LoginLimitFilter extends OncePerRequestFilter {

    /** The request attribute that names the account, for the cookie of who gets in. */
    static final String EMAIL = LoginLimitFilter.class.getName() + ".email";

    private final RateLimits accounts;
    private final RateLimits addresses;
    private final RateLimits logins;
    private final Clients clients;
    private final ProblemWriter problems;
    private final JsonMapper json;

    /**
     * @param accounts limits of one account, for each address and each known device
     * @param addresses limits of one address, for all accounts
     * @param logins limits of one account's right logins
     */
    LoginLimitFilter(
            RateLimits accounts,
            RateLimits addresses,
            RateLimits logins,
            Clients clients,
            ProblemWriter problems,
            JsonMapper json) {
        this.accounts = accounts;
        this.addresses = addresses;
        this.logins = logins;
        this.clients = clients;
        this.problems = problems;
        this.json = json;
    }

    /** By the path that was decoded, as the services see it. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !HttpMethod.POST.matches(request.getMethod())
                || !request.getServletPath().equals("/api/auth/login");
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
        var untilLogin = logins.wait(email);
        if (untilLogin.isPresent()) {
            RequestLimit.refuse(response, problems, untilLogin.get(), "Too many logins.");
            return;
        }
        var taken = new ArrayList<Token>();
        for (var token : tokens(request, email)) {
            var wait = token.limits().refused(token.client());
            if (wait.isPresent()) {
                taken.forEach(Token::giveBack);
                RequestLimit.refuse(response, problems, wait.get(), "Too many failed logins.");
                return;
            }
            taken.add(token);
        }
        // Answered once the tokens are back: the next login may follow at once.
        var answer = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, answer);
        var status = answer.getStatus();
        if (HttpStatus.valueOf(status).is2xxSuccessful()) {
            logins.refused(email);
        }
        taken.stream().filter(token -> !isSpent(token, status)).forEach(Token::giveBack);
        answer.copyBodyToResponse();
    }

    private boolean isSpent(Token token, int status) {
        return status == HttpStatus.UNAUTHORIZED.value()
                || status == HttpStatus.TOO_MANY_REQUESTS.value() && token.limits() == addresses;
    }

    /** Whose guesses of which account they are comes first: who is refused there takes nothing from its neighbours. */
    private List<Token> tokens(HttpServletRequest request, String email) {
        var address = request.getRemoteAddr();
        return clients.knownDevice(request, email)
                .map(device -> List.of(new Token(accounts, "device " + device.id())))
                .orElseGet(() -> List.of(new Token(accounts, email + " " + address), new Token(addresses, address)));
    }

    private record Token(RateLimits limits, String client) {

        void giveBack() {
            limits.giveBack(client);
        }
    }
}
