package dev.orderflow.order;

import dev.orderflow.contracts.OrderLine;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.warmup.WarmUp;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Warms up the placement of orders: one is stored and rolled back, and the other services are asked for things that do
 * not exist.
 */
@Component
final class PlacementWarmUp implements WarmUp {

    private static final UUID NOBODY = new UUID(0, 0);

    private final Orders orders;
    private final UserClient users;
    private final InventoryClient inventory;
    private final TransactionTemplate transaction;

    PlacementWarmUp(Orders orders, UserClient users, InventoryClient inventory, TransactionTemplate transaction) {
        this.orders = orders;
        this.users = users;
        this.inventory = inventory;
        this.transaction = transaction;
    }

    @Override
    public void run() {
        ApiException.expectRefusal(() -> users.requireAddress(NOBODY, NOBODY));
        orders.newest(NOBODY, 1);
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            orders.place(new Orders.NewOrder(
                    UUID.randomUUID(), NOBODY, NOBODY, "", List.of(new OrderLine("NONE", 1)), null, ""));
        });
        inventory.release(NOBODY);
    }
}
