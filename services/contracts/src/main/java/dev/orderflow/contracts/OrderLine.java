package dev.orderflow.contracts;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/** A line of an order: a number of pieces of one stock keeping unit. */
public record OrderLine(
        @NotNull @Sku String sku, @Min(1) @Max(1000) int quantity) {}
