package dev.orderflow.contracts;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** A request for new tokens, with the refresh token of the last login or refresh; each is valid once. */
public record RefreshRequest(
        @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,128}") String refreshToken) {

    @Override
    public String toString() {
        return "RefreshRequest[refreshToken=…]";
    }
}
