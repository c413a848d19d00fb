package dev.orderflow.platform.deadline;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Time limits of requests.
 *
 * @param request a whole request, where the caller set no shorter deadline; no caller can ask for more
 * @param message one call to another service that a message's listener makes, where there is no caller
 * @param connect reaching another service at all
 */
@Validated
@ConfigurationProperties("orderflow.deadline")
public record DeadlineProperties(
        @DefaultValue("2s") @NotNull @DurationMin(millis = 1)
        Duration request,

        @DefaultValue("5s") @NotNull @DurationMin(millis = 1)
        Duration message,

        @DefaultValue("1s") @NotNull @DurationMin(millis = 1)
        Duration connect) {}
