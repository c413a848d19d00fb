package dev.orderflow.auth;

import dev.orderflow.contracts.Role;
import dev.orderflow.contracts.Session;
import dev.orderflow.platform.warmup.WarmUp;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Warms up the login with an account that does not exist: looked up and signed for, without a session. (Passwords
 * hashes one itself at start.)
 */
@Component
final class LoginWarmUp implements WarmUp {

    private final Accounts accounts;
    private final Sessions sessions;
    private final AccessTokens tokens;

    LoginWarmUp(Accounts accounts, Sessions sessions, AccessTokens tokens) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
    }

    @Override
    public void run() {
        var nobody = UUID.randomUUID();
        sessions.find(nobody);
        tokens.of(new Sessions.Held(new Session(nobody, nobody), RefreshToken.first(nobody)), Role.SHOPPER);
        accounts.byEmail("nobody@example.org");
    }
}
