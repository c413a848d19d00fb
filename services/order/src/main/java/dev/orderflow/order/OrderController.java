package dev.orderflow.order;

import dev.orderflow.contracts.OrderView;
import dev.orderflow.contracts.PlaceOrderRequest;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/orders")
class OrderController {

    private static final int NEWEST = 50;

    private final OrderPlacement placement;
    private final Orders orders;

    OrderController(OrderPlacement placement, Orders orders) {
        this.placement = placement;
        this.orders = orders;
    }

    @PostMapping
    ResponseEntity<OrderView> place(@AuthenticationPrincipal Jwt token, @Valid @RequestBody PlaceOrderRequest request) {
        var order = placement.place(shopper(token), request);
        return ResponseEntity.created(URI.create("/api/orders/" + order.id())).body(order);
    }

    @GetMapping("/{id}")
    OrderView order(@AuthenticationPrincipal Jwt token, @PathVariable UUID id) {
        return orders.find(id, shopper(token))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "You have no order " + id + "."));
    }

    @GetMapping
    List<OrderView> newest(@AuthenticationPrincipal Jwt token) {
        return orders.newest(shopper(token), NEWEST);
    }

    private static UUID shopper(Jwt token) {
        return UUID.fromString(token.getSubject());
    }
}
