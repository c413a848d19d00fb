package dev.orderflow.order;

import dev.orderflow.platform.client.Downstream;
import dev.orderflow.platform.client.ServiceClients;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Client of the user service: checks that an address is the shopper's. */
@Component
class UserClient {

    private final RestClient user;

    UserClient(ServiceClients clients) {
        user = clients.of("user");
    }

    /** @throws ApiException UNKNOWN_ADDRESS where the shopper has no such address */
    void requireAddress(UUID userId, UUID addressId) {
        try {
            Downstream.call(
                    "user",
                    () -> user.get()
                            .uri("/internal/users/{userId}/addresses/{addressId}", userId, addressId)
                            .retrieve()
                            .toBodilessEntity());
        } catch (ApiException e) {
            throw e.code() == ErrorCode.NOT_FOUND
                    ? new ApiException(ErrorCode.UNKNOWN_ADDRESS, "You have no address " + addressId + ".")
                    : e;
        }
    }
}
