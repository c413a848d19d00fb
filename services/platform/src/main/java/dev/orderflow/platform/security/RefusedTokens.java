package dev.orderflow.platform.security;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Distinguishes an invalid token from one that could not be checked since auth did not answer, which is not the
 * caller's fault. A class, since Spring applies it by its type argument.
 */
final class RefusedTokens
        implements ObjectPostProcessor<BearerTokenAuthenticationFilter>, AuthenticationFailureHandler {

    private final ProblemWriter problems;
    private final AuthenticationEntryPoint unauthenticated;

    RefusedTokens(ProblemWriter problems, AuthenticationEntryPoint unauthenticated) {
        this.problems = problems;
        this.unauthenticated = unauthenticated;
    }

    @Override
    public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
        filter.setAuthenticationFailureHandler(this);
        return filter;
    }

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException, ServletException {
        if (e instanceof AuthenticationServiceException) {
            problems.write(response, codeOf(e), "The token could not be checked: auth did not answer.");
        } else {
            unauthenticated.commence(request, response, e);
        }
    }

    private static ErrorCode codeOf(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ApiException known) {
                return known.code();
            }
        }
        return ErrorCode.DOWNSTREAM_UNAVAILABLE;
    }
}
