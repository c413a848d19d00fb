package dev.orderflow.platform.shutdown;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How a service ends.
 *
 * @param drain how long requests are still served once the service is told to end, at most 15 s: as long as others may
 *     take to hear of it
 */
@Validated
@ConfigurationProperties("orderflow.shutdown")
record ShutdownProperties(
        @DefaultValue("0s") @NotNull @DurationMin(seconds = 0) @DurationMax(seconds = 15)
        Duration drain) {}
