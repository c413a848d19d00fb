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
 * One of the pool, logged in as long as it lasts: a session goes with Valkey, a token ends by itself. Whoever finds it
 * over logs in once, however many journeys of the shopper wait for it.
 */
final class Shopper {

    /** A token is not used up to its last second. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final String email;
    private final String password;
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

    /** @param logins by which all shoppers are paced: a memory-hard hash costs a tenth of a second of a processor */
    Shopper(String email, String password, GatewayClient gateway, Pacer logins, Measurements measurements) {
        this.email = email;
        this.password = password;
        this.gateway = gateway;
        this.logins = logins;
        this.measurements = measurements;
    }

    /** A request in the shopper's name. */
    interface Request {
        Answer send(String token) throws InterruptedException;
    }

    /** @param token null where there is none to be had, for the reason that the answer is */
    private record Login(@Nullable String token, Answer answer) {}

    /** Logs in where it must be; where that fails, its answer is the request's. */
    Answer send(Request request) throws InterruptedException {
        var login = logIn();
        if (login.token() == null) {
            return new Answer(
                    login.answer().status(),
                    "login:" + login.answer().code(),
                    login.answer().body());
        }
        var answer = request.send(login.token());
        if (answer.isSessionOver()) {
            over(login.token());
        }
        return answer;
    }

    /** Logs in, and learns who the shopper is and where they live. */
    Answer arrive() throws InterruptedException {
        var me = send(token -> gateway.get("/api/users/me", token));
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
     * Where a login is under way, its end is everybody's: a shopper who is refused does not come once for each journey.
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

    /** By the refresh token first: it costs no hash. One that may have been used up tells so when it is tried again. */
    private Login renewed() throws InterruptedException {
        var refresh = refreshToken();
        if (refresh != null) {
            var answer = measured(
                    "POST /api/auth/refresh",
                    () -> gateway.post("/api/auth/refresh", Map.of("refreshToken", refresh), null, null));
            if (answer.is2xx() || answer.leavesOpen()) {
                return kept(answer);
            }
        }
        forgetRefreshToken();
        logins.await();
        var answer = measured(
                "POST /api/auth/login",
                () -> gateway.post("/api/auth/login", Map.of("email", email, "password", password), null, null));
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
     * In the second half of the token's life, by the shopper: those who logged in together do not all come back
     * together, in a moment that may be a bad one.
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

    /** A session that is over cannot be refreshed either. */
    private synchronized void over(String old) {
        if (old.equals(token)) {
            token = null;
            refreshToken = null;
        }
    }
}
