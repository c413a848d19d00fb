package dev.orderflow.e2e;

import java.util.List;
import java.util.stream.Stream;

/**
 * An endpoint of the API, with who may call it. {@code RefusalIT} tries its refusals on each of them.
 *
 * @param path as the controllers write it
 * @param service which answers
 */
record Endpoint(String method, String path, String service, Access access) {

    enum Access {
        /** Anybody, without a token. */
        OPEN,
        /** Any logged-in user. */
        TOKEN,
        /** The owner of the object. */
        OWNER,
        OPERATOR,
        /** Services that sign their calls. */
        INTERNAL
    }

    static final List<Endpoint> ALL = List.of(
            new Endpoint("POST", "/api/auth/login", "auth", Access.OPEN),
            new Endpoint("POST", "/api/auth/refresh", "auth", Access.OPEN),
            new Endpoint("POST", "/api/auth/logout", "auth", Access.TOKEN),
            new Endpoint("GET", "/api/users/me", "user", Access.TOKEN),
            new Endpoint("GET", "/api/products", "inventory", Access.OPEN),
            new Endpoint("GET", "/api/products/{sku}", "inventory", Access.OPEN),
            new Endpoint("POST", "/api/products/{sku}/restock", "inventory", Access.OPERATOR),
            new Endpoint("POST", "/api/orders", "order", Access.OWNER),
            new Endpoint("GET", "/api/orders", "order", Access.TOKEN),
            new Endpoint("GET", "/api/orders/{id}", "order", Access.OWNER),
            new Endpoint("POST", "/api/orders/{id}/cancel", "order", Access.OWNER),
            new Endpoint("GET", "/internal/sessions/{id}", "auth", Access.INTERNAL),
            new Endpoint("GET", "/internal/users/{userId}", "user", Access.INTERNAL),
            new Endpoint("GET", "/internal/users/{userId}/addresses/{addressId}", "user", Access.INTERNAL),
            new Endpoint("POST", "/internal/reservations", "inventory", Access.INTERNAL),
            new Endpoint("POST", "/internal/reservations/{orderId}/commit", "inventory", Access.INTERNAL),
            new Endpoint("POST", "/internal/reservations/{orderId}/release", "inventory", Access.INTERNAL));

    static Stream<Endpoint> with(Access access) {
        return ALL.stream().filter(endpoint -> endpoint.access() == access);
    }

    static Stream<Endpoint> ofTheApi() {
        return ALL.stream().filter(endpoint -> endpoint.access() != Access.INTERNAL);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
