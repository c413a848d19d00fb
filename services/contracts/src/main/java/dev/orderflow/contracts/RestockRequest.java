package dev.orderflow.contracts;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** So many pieces more. */
public record RestockRequest(@Min(1) @Max(1_000_000) int quantity) {}
