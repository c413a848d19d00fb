package dev.orderflow.auth;

import dev.orderflow.contracts.LoginResponse;
import dev.orderflow.contracts.Role;
import dev.orderflow.platform.security.SecurityProperties;
import java.time.Clock;
import java.util.List;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.stereotype.Component;

/** Signs access tokens: JWTs with the shopper, the session and the roles, which a client sends with each request. */
@Component
class AccessTokens {

    private final JwtEncoder encoder;
    private final AuthProperties properties;
    private final SecurityProperties security;
    private final Clock clock;

    AccessTokens(JwtEncoder encoder, AuthProperties properties, SecurityProperties security, Clock clock) {
        this.encoder = encoder;
        this.properties = properties;
        this.security = security;
        this.clock = clock;
    }

    LoginResponse of(Sessions.Held held, Role role) {
        var now = clock.instant();
        var expiresAt = now.plus(properties.tokenLife());
        var claims = JwtClaimsSet.builder()
                .issuer(security.issuer())
                .audience(List.of(security.audience()))
                .subject(held.session().userId().toString())
                .claim("sid", held.session().sessionId().toString())
                .claim("roles", List.of(role.name()))
                .issuedAt(now)
                .expiresAt(expiresAt)
                .build();
        var token = encoder.encode(JwtEncoderParameters.from(claims)).getTokenValue();
        return new LoginResponse(token, expiresAt, held.next().text());
    }
}
