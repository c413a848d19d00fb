package dev.orderflow.platform.outbox;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the relay.
 *
 * @param interval between two looks into the table where no transaction of this process woke the relay; it finds what
 *     another process left behind
 * @param batch rows a transaction, at most
 */
@Validated
@ConfigurationProperties("orderflow.outbox")
record OutboxProperties(
        @DefaultValue("5s") @NotNull @DurationMin(millis = 10)
        Duration interval,

        @DefaultValue("100") @Min(1) @Max(1000) int batch) {}
