package dev.orderflow.order;

import dev.orderflow.contracts.Address;
import dev.orderflow.platform.client.Downstream;
import dev.orderflow.platform.client.ServiceClients;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.json.TolerantJson;
import dev.orderflow.platform.telemetry.AddressAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Client of the user service: checks that an address is the shopper's. */
@Component
class UserClient {

    private final RestClient user;

    UserClient(ServiceClients clients) {
        user = clients.of("user");
    }

    /**
     * Checks that an address is the shopper's, and records its kind on the request's span.
     *
     * @throws ApiException UNKNOWN_ADDRESS where the shopper has no such address
     */
    void requireAddress(UUID userId, UUID addressId) {
        try {
            var address = Downstream.<@Nullable Address>call(
                    "user",
                    () -> user.get()
                            .uri("/internal/users/{userId}/addresses/{addressId}", userId, addressId)
                            .retrieve()
                            .body(Address.class));
            // An order needs nothing of it: what another version leaves out fails no order.
            if (address != null && TolerantJson.isComplete(address)) {
                AddressAttributes.record(address);
            }
        } catch (ApiException e) {
            throw e.code() == ErrorCode.NOT_FOUND
                    ? new ApiException(ErrorCode.UNKNOWN_ADDRESS, "You have no address " + addressId + ".")
                    : e;
        }
    }
}
