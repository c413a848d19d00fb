package dev.orderflow.inventory;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.contracts.ReservationRequest;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.warmup.WarmUp;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Warms up inventory: reads a page of products, and asks for one that does not exist. Reserves nothing. */
@Component
final class ReservationWarmUp implements WarmUp {

    private static final String NONE = "NONE";

    private final Products products;
    private final Reservations reservations;

    ReservationWarmUp(Products products, Reservations reservations) {
        this.products = products;
        this.reservations = reservations;
    }

    @Override
    public void run() {
        products.page("", 50);
        products.bySku(NONE);
        ApiException.expectRefusal(
                () -> reservations.reserve(new ReservationRequest(UUID.randomUUID(), List.of(new OrderLine(NONE, 1)))));
    }
}
