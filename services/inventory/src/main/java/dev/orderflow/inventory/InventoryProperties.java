package dev.orderflow.inventory;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of reservations.
 *
 * @param reservationLife how long stock stays reserved for an order that nobody pays
 * @param expiryInterval between two looks for reservations that are over
 */
@Validated
@ConfigurationProperties("orderflow.inventory")
record InventoryProperties(
        @DefaultValue("15m") @NotNull @DurationMin(seconds = 1)
        Duration reservationLife,

        @DefaultValue("10s") @NotNull @DurationMin(millis = 100)
        Duration expiryInterval) {}
