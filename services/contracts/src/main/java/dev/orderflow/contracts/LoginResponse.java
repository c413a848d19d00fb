package dev.orderflow.contracts;

import java.time.Instant;

/**
 * The answer to a login: a bearer token, its expiry, and the refresh token for the next one.
 *
 * @param refreshToken good for one use, as long as the session lasts; a second use ends the session
 */
public record LoginResponse(String token, Instant expiresAt, String refreshToken) {

    @Override
    public String toString() {
        return "LoginResponse[token=…, expiresAt=" + expiresAt + ", refreshToken=…]";
    }
}
