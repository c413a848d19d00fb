package dev.orderflow.user;

import dev.orderflow.contracts.Address;
import dev.orderflow.contracts.Profile;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.identity.Caller;
import dev.orderflow.platform.telemetry.AddressAttributes;
import java.time.Clock;
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
    private final Clock clock;

    ProfileController(Profiles profiles, ProfileCache cache, Clock clock) {
        this.profiles = profiles;
        this.cache = cache;
        this.clock = clock;
    }

    @GetMapping("/api/users/me")
    Profile me(@AuthenticationPrincipal Jwt token) {
        return profile(UUID.fromString(token.getSubject()), "This account has no profile.");
    }

    @GetMapping("/internal/users/{userId}")
    Profile profile(@PathVariable UUID userId) {
        return profile(userId, "No such shopper.");
    }

    private Profile profile(UUID id, String missing) {
        var profile = cache.get(id, () -> profiles.byId(id))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, missing));
        AccountAttributes.record(Account.of(profile), clock.instant());
        return profile;
    }

    @GetMapping("/internal/users/{userId}/addresses/{addressId}")
    Address address(@PathVariable UUID userId, @PathVariable UUID addressId) {
        Caller.requireShopper(userId);
        var found = profiles.address(userId, addressId)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "No such address."));
        // Here too: order may fail before it has the answer.
        AddressAttributes.record(found.address());
        AccountAttributes.record(found.account(), clock.instant());
        return found.address();
    }
}
