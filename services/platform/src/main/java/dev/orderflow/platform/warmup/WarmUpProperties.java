package dev.orderflow.platform.warmup;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Time limits of the warm-up.
 *
 * @param rounds how often each part is gone through; 0 for a service that takes traffic cold
 * @param limit no part begins after this; readiness waits no longer for what is slow or away
 * @param pause after which what was away is gone through again, while the service takes traffic; it doubles each time
 * @param paths what the service asks itself for besides, without a token: counted as traffic, so only what is cheap
 */
@Validated
@ConfigurationProperties("orderflow.warm-up")
public record WarmUpProperties(
        @DefaultValue("20") @PositiveOrZero @Max(1000) int rounds,

        @DefaultValue("20s") @NotNull @DurationMin(millis = 1)
        Duration limit,

        @DefaultValue("5s") @NotNull @DurationMin(millis = 1)
        Duration pause,

        @DefaultValue @NotNull List<@NotNull String> paths) {}
