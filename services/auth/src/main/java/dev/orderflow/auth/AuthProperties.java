package dev.orderflow.auth;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * How tokens are made.
 *
 * @param signingKey an RSA private key as PEM, PKCS#1 or PKCS#8, of 2048 bits or more
 * @param tokenLife how long a token, and the session behind it, lasts
 */
@Validated
@ConfigurationProperties("orderflow.auth")
record AuthProperties(
        @NotNull Resource signingKey, @DefaultValue("15m") @NotNull @DurationMin(seconds = 1) Duration tokenLife) {}
