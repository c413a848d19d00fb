package dev.orderflow.order;

import dev.orderflow.contracts.OrderView;
import dev.orderflow.contracts.PlaceOrderRequest;
import dev.orderflow.contracts.ReservationRequest;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Accepts an order: its address checked, its stock reserved, then written. */
@Service
class OrderPlacement {

    private static final Logger log = LoggerFactory.getLogger(OrderPlacement.class);

    private final UserClient users;
    private final InventoryClient inventory;
    private final Orders orders;

    OrderPlacement(UserClient users, InventoryClient inventory, Orders orders) {
        this.users = users;
        this.inventory = inventory;
        this.orders = orders;
    }

    OrderView place(UUID userId, PlaceOrderRequest request) {
        users.requireAddress(userId, request.addressId());
        var id = UUID.randomUUID();
        var reservation = inventory.reserve(new ReservationRequest(id, request.lines()));
        try {
            var order = orders.place(id, userId, request, reservation);
            log.info("order {} placed: {} {}", id, order.totalMinor(), order.currency());
            return order;
        } catch (RuntimeException e) {
            release(id, e);
            throw e;
        }
    }

    private void release(UUID id, RuntimeException reason) {
        try {
            inventory.release(id);
        } catch (RuntimeException e) {
            log.error("order {} came to nothing, and its stock is still reserved", id, e);
            reason.addSuppressed(e);
        }
    }
}
