package dev.orderflow.gateway;

import dev.orderflow.platform.limit.DeviceCookies;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Names the client of a request for its limits: the shopper where the token is valid, the account where a device has
 * logged in before, else the address. Behind a NodePort or a proxy all clients may have one address: those who are
 * known by more than it do not share its limits.
 */
final class Clients {

    private final DeviceCookies devices;

    Clients(DeviceCookies devices) {
        this.devices = devices;
    }

    String of(HttpServletRequest request) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token) {
            return "shopper " + token.getToken().getSubject();
        }
        return devices.read(request)
                .map(device -> "account " + device.account())
                .orElseGet(() -> "address " + request.getRemoteAddr());
    }

    /** The device that the request comes from, where it was logged in to the account before. */
    Optional<DeviceCookies.Device> knownDevice(HttpServletRequest request, String email) {
        return devices.read(request, email);
    }
}
