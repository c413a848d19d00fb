package dev.orderflow.order;

import dev.orderflow.contracts.Reservation;
import dev.orderflow.contracts.ReservationRequest;
import dev.orderflow.platform.client.Downstream;
import dev.orderflow.platform.client.ServiceClients;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Client of the inventory service: reserves, commits and releases stock. */
@Component
class InventoryClient {

    private final RestClient inventory;

    InventoryClient(ServiceClients clients) {
        inventory = clients.of("inventory");
    }

    Reservation reserve(ReservationRequest request) {
        return Objects.requireNonNull(Downstream.call(
                "inventory",
                () -> inventory
                        .post()
                        .uri("/internal/reservations")
                        .body(request)
                        .retrieve()
                        .body(Reservation.class)));
    }

    void commit(UUID orderId) {
        end(orderId, "commit");
    }

    void release(UUID orderId) {
        end(orderId, "release");
    }

    private void end(UUID orderId, String how) {
        Downstream.call(
                "inventory",
                () -> inventory
                        .post()
                        .uri("/internal/reservations/{orderId}/{how}", orderId, how)
                        .retrieve()
                        .toBodilessEntity());
    }
}
