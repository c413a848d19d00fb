package dev.orderflow.auth;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of logins: how long they last, and the keys that sign their tokens.
 *
 * @param keys a folder of RSA private keys as PEM, each named by the time in UTC when it was made:
 *     {@code 20261124T020000Z.pem}
 * @param keyInterval how old what was read of that folder may be
 * @param signsAfter how long a key is published before it signs: longer than the other services keep the keys that they
 *     fetched ({@code orderflow.security.key-life}), and than a new file takes to reach every pod (a Secret's: 2
 *     minutes)
 * @param tokenLife how long an access token lasts
 * @param sessionLife how long after a login its session ends, refreshed or not
 */
@Validated
@ConfigurationProperties("orderflow.auth")
record AuthProperties(
        @NotNull Path keys,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 100)
        Duration keyInterval,

        @DefaultValue("10m") @NotNull @DurationMin(seconds = 1)
        Duration signsAfter,

        @DefaultValue("5m") @NotNull @DurationMin(seconds = 1)
        Duration tokenLife,

        @DefaultValue("12h") @NotNull @DurationMin(seconds = 1)
        Duration sessionLife) {

    @AssertTrue(message = "token-life must not be longer than session-life")
    boolean isTokenWithinSession() {
        return tokenLife == null || sessionLife == null || tokenLife.compareTo(sessionLife) <= 0;
    }
}
