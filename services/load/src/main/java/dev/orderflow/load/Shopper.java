package dev.orderflow.load;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A shopper of the pool, with a login that is renewed when it ends. However many journeys of the shopper find the
 * session over, only one of them logs in.
 */
final class Shopper {

    /** How long before its end a token is renewed. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final String email;
    private final String password;
    private final Client client;
    private final GatewayClient gateway;
    private final Pacer logins;
    private final Measurements measurements;
    private final Clock clock = Clock.systemUTC();

    private @Nullable CompletableFuture<Login> underWay;
    private @Nullable String token;
    private @Nullable String refreshToken;
    private Instant renewAt = Instant.MAX;
    private @Nullable UUID id;
    private @Nullable UUID address;

    /**
     * @param logins paces the logins of all shoppers: a memory-hard hash takes a tenth of a second of processor time
     */
    Shopper(
            String email,
            String password,
            Client client,
            GatewayClient gateway,
            Pacer logins,
            Measurements measurements) {
        this.email = email;
        this.password = password;
        this.client = client;
        this.gateway = gateway;
        this.logins = logins;
        this.measurements = measurements;
    }

    private interface Request {
        Answer send(String token) throws InterruptedException;
    }

    /** @param token null if the login failed; the answer then has the reason */
    private record Login(@Nullable String token, Answer answer) {}

    /** Gets a resource, after a login if one is needed. If the login fails, returns its answer. */
    Answer get(String path) throws InterruptedException {
        return send(token -> gateway.get(path, client, token));
    }

    /**
     * Posts a body, after a login if one is needed. If the login fails, returns its answer.
     *
     * @param key an idempotency key; null for none
     */
    Answer post(String path, Object body, @Nullable String key) throws InterruptedException {
        return send(token -> gateway.post(path, body, client, token, key));
    }

    private Answer send(Request request) throws InterruptedException {
        var login = logIn();
        if (login.token() == null) {
            return login.answer().ofLogin();
        }
        var answer = request.send(login.token());
        if (answer.isSessionOver()) {
            over(login.token());
        }
        return answer;
    }

    /** Logs in, and reads the shopper's id and address. */
    Answer arrive() throws InterruptedException {
        var me = get("/api/users/me");
        if (me.status() == 200) {
            id = UUID.fromString(me.body().path("id").asString());
            address = UUID.fromString(
                    me.body().path("addresses").path(0).path("id").asString());
        }
        return me;
    }

    UUID id() {
        return known(id);
    }

    UUID address() {
        return known(address);
    }

    String email() {
        return email;
    }

    private static UUID known(@Nullable UUID id) {
        if (id == null) {
            throw new IllegalStateException("a shopper arrives first");
        }
        return id;
    }

    /**
     * Returns the present login, waits for one in progress, or logs in: a refused shopper must not try again for each
     * journey.
     */
    private Login logIn() throws InterruptedException {
        CompletableFuture<Login> login;
        synchronized (this) {
            if (token != null && clock.instant().isBefore(renewAt)) {
                return new Login(token, new Answer(200, "", GatewayClient.JSON.missingNode()));
            }
            login = underWay;
            if (login == null) {
                underWay = new CompletableFuture<>();
            }
        }
        return login == null ? begin() : awaited(login);
    }

    private Login begin() throws InterruptedException {
        var login = new Login(null, Answer.none("failed"));
        try {
            login = renewed();
            return login;
        } finally {
            synchronized (this) {
                Objects.requireNonNull(underWay).complete(login);
                underWay = null;
            }
        }
    }

    private static Login awaited(CompletableFuture<Login> login) throws InterruptedException {
        try {
            return login.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Renews the login by the refresh token, which needs no password hash; if that is refused, by the password. */
    private Login renewed() throws InterruptedException {
        var refresh = refreshToken();
        if (refresh != null) {
            var answer = measured(
                    "POST /api/auth/refresh",
                    () -> gateway.post("/api/auth/refresh", Map.of("refreshToken", refresh), client, null, null));
            if (answer.is2xx() || answer.leavesOpen()) {
                return kept(answer);
            }
        }
        forgetRefreshToken();
        logins.await();
        var answer = measured(
                "POST /api/auth/login",
                () -> gateway.post(
                        "/api/auth/login", Map.of("email", email, "password", password), client, null, null));
        return kept(answer);
    }

    private interface Call {
        Answer send() throws InterruptedException;
    }

    private Answer measured(String endpoint, Call call) throws InterruptedException {
        var begun = System.nanoTime();
        var answer = call.send();
        measurements.request(endpoint, System.nanoTime() - begun, answer);
        return answer;
    }

    private synchronized Login kept(Answer answer) {
        if (!answer.is2xx()) {
            return new Login(null, answer);
        }
        token = answer.body().path("token").asString();
        refreshToken = answer.body().path("refreshToken").isString()
                ? answer.body().path("refreshToken").asString()
                : null;
        renewAt = renewAt(
                clock.instant(), Instant.parse(answer.body().path("expiresAt").asString()));
        return new Login(token, answer);
    }

    /**
     * Returns a time in the second half of the token's life that depends on the shopper, so that those who logged in
     * together do not all renew at the same moment.
     */
    private Instant renewAt(Instant now, Instant expiresAt) {
        var half = Duration.between(now, expiresAt.minus(MARGIN)).dividedBy(2);
        return now.plus(half)
                .plus(half.multipliedBy(Math.floorMod(email.hashCode(), 100)).dividedBy(100));
    }

    private synchronized @Nullable String refreshToken() {
        return refreshToken;
    }

    private synchronized void forgetRefreshToken() {
        refreshToken = null;
    }

    /** Forgets both tokens: a session that is over cannot be refreshed either. */
    private synchronized void over(String old) {
        if (old.equals(token)) {
            token = null;
            refreshToken = null;
        }
    }
}
