package dev.orderflow.inventory;

import dev.orderflow.contracts.Reservation;
import dev.orderflow.contracts.ReservationRequest;
import dev.orderflow.platform.telemetry.RequestAttributes;
import jakarta.validation.Valid;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Internal HTTP endpoints by which order reserves, commits and releases stock. */
@RestController
@RequestMapping("/internal/reservations")
class ReservationController {

    private final Reservations reservations;

    ReservationController(Reservations reservations) {
        this.reservations = reservations;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Reservation reserve(@Valid @RequestBody ReservationRequest request) {
        RequestAttributes.RESERVATION_LINES.set((long) request.lines().size());
        return reservations.reserve(request);
    }

    @PostMapping("/{orderId}/commit")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void commit(@PathVariable UUID orderId) {
        reservations.commit(orderId);
    }

    @PostMapping("/{orderId}/release")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void release(@PathVariable UUID orderId) {
        reservations.release(orderId);
    }
}
