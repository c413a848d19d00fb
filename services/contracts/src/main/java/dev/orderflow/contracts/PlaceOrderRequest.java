package dev.orderflow.contracts;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.hibernate.validator.constraints.LuhnCheck;

/**
 * A shopper's request to place an order; the address must be one of theirs.
 *
 * @param cardNumber of the card that pays: 12 to 19 digits with a valid check digit
 */
public record PlaceOrderRequest(
        @NotNull UUID addressId,

        @NotNull @Pattern(regexp = "[0-9]{12,19}") @LuhnCheck
        String cardNumber,

        @NotEmpty @Size(max = 50) List<@Valid @NotNull OrderLine> lines) {

    @Override
    public String toString() {
        return "PlaceOrderRequest[addressId=" + addressId + ", cardNumber=…, lines=" + lines + "]";
    }
}
