package dev.orderflow.auth;

import dev.orderflow.contracts.LoginRequest;
import dev.orderflow.contracts.LoginResponse;
import dev.orderflow.contracts.RefreshRequest;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.telemetry.LoginMethod;
import dev.orderflow.platform.telemetry.RequestAttributes;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** HTTP endpoints of login, refresh and logout. */
@RestController
@RequestMapping("/api/auth")
class LoginController {

    private final Accounts accounts;
    private final Passwords passwords;
    private final Sessions sessions;
    private final AccessTokens tokens;

    LoginController(Accounts accounts, Passwords passwords, Sessions sessions, AccessTokens tokens) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    @PostMapping("/login")
    LoginResponse login(@Valid @RequestBody LoginRequest request) {
        RequestAttributes.LOGIN_METHOD.set(LoginMethod.PASSWORD);
        var account = accounts.byEmail(request.email()).orElse(null);
        if (!passwords.match(request.password(), account == null ? null : account.passwordHash()) || account == null) {
            throw new ApiException(ErrorCode.INVALID_CREDENTIALS, "No account has this e-mail address and password.");
        }
        return tokens.of(sessions.begin(account.id()), account.role());
    }

    /** What the account may do is asked anew, so that a change of it counts from here. */
    @PostMapping("/refresh")
    LoginResponse refresh(@Valid @RequestBody RefreshRequest request) {
        RequestAttributes.LOGIN_METHOD.set(LoginMethod.REFRESH);
        return RefreshToken.parse(request.refreshToken())
                .flatMap(token -> sessions.refresh(
                        token,
                        held -> accounts.byId(held.session().userId()).map(account -> tokens.of(held, account.role()))))
                .orElseThrow(() -> new ApiException(ErrorCode.SESSION_ENDED, "The session has ended: log in again."));
    }

    /** Neither the access token nor the refresh token is good for anything afterwards. */
    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(@AuthenticationPrincipal Jwt token) {
        sessions.end(UUID.fromString(token.getClaimAsString("sid")));
    }
}
