package dev.orderflow.platform.security;

import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** The answer to a request that needs a token and has none, or one that is not valid. */
public final class Unauthenticated implements AuthenticationEntryPoint {

    private final ProblemWriter problems;

    public Unauthenticated(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        problems.write(response, ErrorCode.UNAUTHENTICATED, "A valid bearer token is needed: log in first.");
    }
}
