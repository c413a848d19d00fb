package dev.orderflow.order;

import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.contracts.OrderView;
import dev.orderflow.contracts.PlaceOrderRequest;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.identity.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** HTTP endpoints of orders: places, shows, lists and cancels them. */
@RestController
@RequestMapping("/api/orders")
class OrderController {

    private static final Logger log = LoggerFactory.getLogger(OrderController.class);
    private static final int NEWEST = 50;

    private final OrderPlacement placement;
    private final Orders orders;

    OrderController(OrderPlacement placement, Orders orders) {
        this.placement = placement;
        this.orders = orders;
    }

    /** @param key what the client calls this request; sent again with the same body, it makes no second order */
    @PostMapping
    ResponseEntity<OrderView> place(
            @AuthenticationPrincipal Jwt token,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Pattern(regexp = "[\\x21-\\x7e]{1,64}")
                    @Nullable
                    String key,
            @Valid @RequestBody PlaceOrderRequest request) {
        OrderAttributes.recordRequest(request);
        var order = placement.place(shopper(token), request, key);
        return ResponseEntity.created(URI.create("/api/orders/" + order.id())).body(order);
    }

    /** Asked for again, it answers the same. */
    @PostMapping("/{id}/cancel")
    OrderView cancel(@AuthenticationPrincipal Jwt token, @PathVariable UUID id) {
        var before = own(token, id);
        if (!orders.cancelled(id)) {
            var now = own(token, id);
            if (now.status() != OrderStatus.CANCELLED && now.status() != OrderStatus.REFUNDED) {
                throw new ApiException(
                        ErrorCode.ORDER_NOT_CANCELLABLE, "An order that is " + now.status() + " cannot be cancelled.");
            }
            return now;
        }
        log.info("order {} cancelled; it was {}", id, before.status());
        return own(token, id);
    }

    /** A shopper's own; any for an operator. */
    @GetMapping("/{id}")
    OrderView order(@AuthenticationPrincipal Jwt token, @PathVariable UUID id) {
        return Caller.isOperator()
                ? orders.find(id)
                        .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no order " + id + "."))
                : own(token, id);
    }

    @GetMapping
    List<OrderView> newest(@AuthenticationPrincipal Jwt token) {
        return orders.newest(shopper(token), NEWEST);
    }

    private OrderView own(Jwt token, UUID id) {
        return orders.find(id, shopper(token))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "You have no order " + id + "."));
    }

    private static UUID shopper(Jwt token) {
        return UUID.fromString(token.getSubject());
    }
}
