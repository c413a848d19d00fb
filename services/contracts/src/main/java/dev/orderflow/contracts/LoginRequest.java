package dev.orderflow.contracts;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.CodePointLength;

/**
 * A shopper's credentials.
 *
 * @param email of ASCII, 254 characters at most
 * @param password 1 to 128 characters of Unicode, none of them half a surrogate pair
 */
public record LoginRequest(
        @NotNull @Size(max = 254) @Pattern(regexp = "[!-?A-~]+@[!-?A-~]+")
        String email,

        @NotNull @CodePointLength(min = 1, max = 128) @Pattern(regexp = "[^\\p{Cs}]*")
        String password) {

    @Override
    public String toString() {
        return "LoginRequest[email=" + email + ", password=…]";
    }
}
