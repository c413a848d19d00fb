package dev.orderflow.user;

import dev.orderflow.contracts.Address;
import dev.orderflow.contracts.Profile;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.identity.Caller;
import dev.orderflow.platform.telemetry.AddressAttributes;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** HTTP endpoints of profiles, and of addresses for the order service. */
@RestController
class ProfileController {

    private final Profiles profiles;
    private final ProfileCache cache;

    ProfileController(Profiles profiles, ProfileCache cache) {
        this.profiles = profiles;
        this.cache = cache;
    }

    @GetMapping("/api/users/me")
    Profile me(@AuthenticationPrincipal Jwt token) {
        var id = UUID.fromString(token.getSubject());
        return cache.get(id, () -> profiles.byId(id))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "This account has no profile."));
    }

    @GetMapping("/internal/users/{userId}")
    Profile profile(@PathVariable UUID userId) {
        return cache.get(userId, () -> profiles.byId(userId))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No such shopper."));
    }

    @GetMapping("/internal/users/{userId}/addresses/{addressId}")
    Address address(@PathVariable UUID userId, @PathVariable UUID addressId) {
        Caller.requireShopper(userId);
        var address = profiles.address(userId, addressId)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No such address."));
        // Here too: order may fail before it has the answer.
        AddressAttributes.record(address);
        return address;
    }
}
