package dev.orderflow.platform.security;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of authorisation: open paths, roles, and auth's keys.
 *
 * @param open requests that need no shopper's token: a method and a path pattern, as {@code POST /api/auth/login}
 * @param operator requests, written likewise, that only an operator may make
 * @param issuer who has signed a token: its claim {@code iss}
 * @param audience whom a token is for: its claim {@code aud}
 * @param keyLife how long auth's keys, once fetched, are used; a key that auth has withdrawn is refused after this
 */
@Validated
@ConfigurationProperties("orderflow.security")
public record SecurityProperties(
        @DefaultValue List<String> open,
        @DefaultValue List<String> operator,
        @DefaultValue("orderflow-auth") @NotBlank String issuer,
        @DefaultValue("orderflow-api") @NotBlank String audience,

        @DefaultValue("5m") @NotNull @DurationMin(seconds = 1)
        Duration keyLife) {

    /** How far two clocks may be apart: a token is good for so long after its end. */
    public static final Duration SKEW = Duration.ofSeconds(10);
}
