package dev.orderflow.contracts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/** What a shopper sends to place an order; the address must be one of theirs. */
public record PlaceOrderRequest(
        @NotNull UUID addressId,
        @NotEmpty @Size(max = 50) List<@Valid @NotNull OrderLine> lines) {}
