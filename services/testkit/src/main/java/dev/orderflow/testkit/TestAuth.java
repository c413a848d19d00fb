package dev.orderflow.testkit;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A server in the place of auth: publishes a key, by which services check the access tokens that it signs. */
public final class TestAuth implements AutoCloseable {

    private static final int LIFE = 600; // seconds

    private final SigningKey key = SigningKey.generate();
    private final TestServer server;

    private TestAuth() {
        server = TestServer.start(request -> request.path().equals("/.well-known/jwks.json")
                ? TestServer.Answer.json(key.keySet())
                : TestServer.Answer.of(404));
    }

    public static TestAuth start() {
        return new TestAuth();
    }

    public URI url() {
        return server.url();
    }

    /** Returns the header Authorization of a shopper. */
    public String shopper(UUID user) {
        return bearer(user, "SHOPPER");
    }

    /** Returns the header Authorization of an operator. */
    public String operator(UUID user) {
        return bearer(user, "OPERATOR");
    }

    private String bearer(UUID user, String role) {
        var claims = Map.of(
                "iss",
                "orderflow-auth",
                "aud",
                "orderflow-api",
                "sub",
                user,
                "sid",
                UUID.randomUUID(),
                "roles",
                List.of(role),
                "exp",
                Instant.now().getEpochSecond() + LIFE);
        return "Bearer " + key.token(claims);
    }

    @Override
    public void close() {
        server.close();
    }
}
