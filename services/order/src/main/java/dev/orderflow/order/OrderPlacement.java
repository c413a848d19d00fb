package dev.orderflow.order;

import dev.orderflow.contracts.CardToken;
import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.contracts.OrderView;
import dev.orderflow.contracts.PlaceOrderRequest;
import dev.orderflow.contracts.ReservationRequest;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Places an order: checks its address, stores it, then reserves its stock. After a failure at any step, the same
 * request with the same idempotency key continues from there.
 */
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

    /** @throws ApiException IDEMPOTENCY_KEY_REUSED where the key came with another body before */
    OrderView place(UUID userId, PlaceOrderRequest request, @Nullable String idempotencyKey) {
        users.requireAddress(userId, request.addressId());
        var hash = hash(request);
        var order = orders.place(new Orders.NewOrder(
                UUID.randomUUID(),
                userId,
                request.addressId(),
                CardToken.of(request.cardNumber()),
                request.lines(),
                idempotencyKey,
                hash));
        if (!hash.equals(order.requestHash())) {
            throw new ApiException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was used with another body: take a new one.");
        }
        if (order.status() == OrderStatus.PLACED) {
            order = reserve(order, request);
        }
        if (!order.accepted()) {
            throw new ApiException(
                    ErrorCode.valueOf(String.valueOf(order.reason())), String.valueOf(order.reasonDetail()));
        }
        OrderAttributes.recordPrice(order.totalMinor(), order.currency());
        return order.accepted(request.lines());
    }

    private Orders.Order reserve(Orders.Order order, PlaceOrderRequest request) {
        try {
            var reservation = inventory.reserve(new ReservationRequest(order.id(), request.lines()));
            // Before it is stored, which may fail.
            OrderAttributes.recordPrice(reservation.totalMinor(), reservation.currency());
            orders.reserved(order, reservation);
            log.info("order {} accepted: {} {}", order.id(), reservation.totalMinor(), reservation.currency());
        } catch (ApiException e) {
            if (e.code() != ErrorCode.OUT_OF_STOCK && e.code() != ErrorCode.UNKNOWN_SKU) {
                // Whether the stock is reserved is not known. The order stays open for the same request to come again,
                // and OrderExpiry ends it where none does.
                throw e;
            }
            orders.rejected(order.id(), OrderStatus.PLACED, e.code().name(), String.valueOf(e.getMessage()));
        }
        return orders.byId(order.id());
    }

    private static String hash(PlaceOrderRequest request) {
        try {
            var text = request.addressId() + " " + CardToken.of(request.cardNumber()) + " " + request.lines();
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
