package dev.orderflow.contracts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;

/** Asks inventory to hold stock for an order. */
public record ReservationRequest(
        @NotNull UUID orderId, @NotEmpty List<@Valid @NotNull OrderLine> lines) {}
