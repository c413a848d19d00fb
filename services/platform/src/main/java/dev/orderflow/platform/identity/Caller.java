package dev.orderflow.platform.identity;

import dev.orderflow.contracts.Role;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.UUID;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** The shopper on whose behalf a service calls: their token came along, and was checked like any other. */
public final class Caller {

    private static final String OPERATOR = "ROLE_" + Role.OPERATOR;

    private Caller() {}

    /** @throws ApiException UNAUTHENTICATED without a shopper's token, FORBIDDEN with another's */
    public static void requireShopper(UUID userId) {
        if (!claim("sub").equals(userId.toString())) {
            throw new ApiException(ErrorCode.FORBIDDEN, "This is another shopper's.");
        }
    }

    /** @throws ApiException UNAUTHENTICATED without a shopper's token, FORBIDDEN with one of another session */
    public static void requireSession(UUID sessionId) {
        if (!claim("sid").equals(sessionId.toString())) {
            throw new ApiException(ErrorCode.FORBIDDEN, "This is another session.");
        }
    }

    /** Whether it is an operator's token that came along. */
    public static boolean isOperator() {
        var caller = SecurityContextHolder.getContext().getAuthentication();
        return caller instanceof JwtAuthenticationToken
                && caller.getAuthorities().stream().anyMatch(authority -> OPERATOR.equals(authority.getAuthority()));
    }

    private static String claim(String name) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token) {
            return String.valueOf(token.getToken().getClaimAsString(name));
        }
        throw new ApiException(ErrorCode.UNAUTHENTICATED, "Asked for on no shopper's behalf.");
    }
}
