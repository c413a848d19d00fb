package dev.orderflow.contracts;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** A request to add pieces to a product's stock. */
public record RestockRequest(@Min(1) @Max(1_000_000) int quantity) {}
