package dev.orderflow.platform.shutdown;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of a service's shutdown.
 *
 * @param drain how long requests are still served after the shutdown has begun, 0 to 15 s: as long as proxies and load
 *     balancers may take to remove the pod
 */
@Validated
@ConfigurationProperties("orderflow.shutdown")
record ShutdownProperties(
        @DefaultValue("0s") @NotNull @DurationMin(seconds = 0) @DurationMax(seconds = 15)
        Duration drain) {}
