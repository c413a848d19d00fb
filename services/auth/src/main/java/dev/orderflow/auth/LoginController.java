package dev.orderflow.auth;

import dev.orderflow.contracts.LoginRequest;
import dev.orderflow.contracts.LoginResponse;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.validation.Valid;
import java.time.Clock;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LoginController {

    private final Accounts accounts;
    private final Sessions sessions;
    private final PasswordEncoder passwords;
    private final JwtEncoder tokens;
    private final AuthProperties properties;
    private final Clock clock;

    /** Compared against where there is no such account, so that the time an answer takes does not tell. */
    private final String nobodysHash;

    LoginController(
            Accounts accounts,
            Sessions sessions,
            PasswordEncoder passwords,
            JwtEncoder tokens,
            AuthProperties properties,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.passwords = passwords;
        this.tokens = tokens;
        this.properties = properties;
        this.clock = clock;
        this.nobodysHash = passwords.encode("nobody");
    }

    @PostMapping("/api/auth/login")
    LoginResponse login(@Valid @RequestBody LoginRequest request) {
        var account = accounts.byEmail(request.email());
        var matches = passwords.matches(
                request.password(), account.map(Accounts.Account::passwordHash).orElse(nobodysHash));
        if (account.isEmpty() || !matches) {
            throw new ApiException(ErrorCode.INVALID_CREDENTIALS, "No account has this e-mail address and password.");
        }
        var session = sessions.begin(account.get().id(), properties.tokenLife());
        var now = clock.instant();
        var expiresAt = now.plus(properties.tokenLife());
        var claims = JwtClaimsSet.builder()
                .subject(session.userId().toString())
                .claim("sid", session.sessionId().toString())
                .issuedAt(now)
                .expiresAt(expiresAt)
                .build();
        return new LoginResponse(tokens.encode(JwtEncoderParameters.from(claims)).getTokenValue(), expiresAt);
    }
}
