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

    /** The request attribute that a known client's request has. */
    private static final String KNOWN = Clients.class.getName() + ".known";

    private final DeviceCookies devices;

    Clients(DeviceCookies devices) {
        this.devices = devices;
    }

    String of(HttpServletRequest request) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token) {
            request.setAttribute(KNOWN, true);
            return "shopper " + token.getToken().getSubject();
        }
        var account = devices.read(request).map(DeviceCookies.Device::account);
        account.ifPresent(_ -> request.setAttribute(KNOWN, true));
        return account.map("account "::concat).orElseGet(() -> "address " + request.getRemoteAddr());
    }

    /** Reports whether the client of a request was found to be more than an address. */
    static boolean isKnown(HttpServletRequest request) {
        return request.getAttribute(KNOWN) != null;
    }

    /** The device that the request comes from, where it was logged in to the account before. */
    Optional<DeviceCookies.Device> knownDevice(HttpServletRequest request, String email) {
        return devices.read(request, email);
    }
}
