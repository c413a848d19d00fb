package dev.orderflow.contracts;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** The refresh token of the login or refresh before; it is good for one use. */
public record RefreshRequest(
        @NotNull @Pattern(regexp = "[A-Za-z0-9_-]{1,128}") String refreshToken) {

    @Override
    public String toString() {
        return "RefreshRequest[refreshToken=…]";
    }
}
