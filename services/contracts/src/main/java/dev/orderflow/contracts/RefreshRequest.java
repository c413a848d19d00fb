package dev.orderflow.contracts;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** The refresh token of the login or refresh before; it is good for one use. */
public record RefreshRequest(@NotBlank @Size(max = 128) String refreshToken) {

    @Override
    public String toString() {
        return "RefreshRequest[refreshToken=…]";
    }
}
