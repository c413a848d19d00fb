package dev.orderflow.contracts;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** So many pieces of one stock keeping unit. */
public record OrderLine(
        @NotBlank @Size(max = 32) String sku,
        @Min(1) @Max(1000) int quantity) {}
