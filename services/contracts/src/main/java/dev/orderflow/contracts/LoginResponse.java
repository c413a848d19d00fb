package dev.orderflow.contracts;

import java.time.Instant;

/** A bearer token and when it ends. */
public record LoginResponse(String token, Instant expiresAt) {

    @Override
    public String toString() {
        return "LoginResponse[token=…, expiresAt=" + expiresAt + "]";
    }
}
