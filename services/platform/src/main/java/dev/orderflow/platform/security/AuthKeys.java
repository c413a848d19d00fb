package dev.orderflow.platform.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.orderflow.platform.client.Downstream;
import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.error.ApiException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Auth's published keys, fetched when the first token comes, so that a service starts while auth is away. Neither
 * Spring's cache nor Nimbus' fits: the one keeps a withdrawn key for good, the other lets whoever sends made-up key ids
 * use up the fetches that the good ones need.
 */
final class AuthKeys implements JWKSource<SecurityContext> {

    /** A token by a key that is not known may be by a new one, or anybody's: so often at most auth is asked for it. */
    static final Duration UNKNOWN_PAUSE = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private record Fetched(JWKSet keys, Instant at) {}

    private final RestClient auth;
    private final Duration life;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Fetched fetched;

    AuthKeys(RestClient auth, Duration life, Clock clock) {
        this.auth = auth;
        this.life = life;
        this.clock = clock;
    }

    /**
     * @throws KeySourceException where auth does not answer; the cause is an {@link ApiException} where it was not
     *     reached
     */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var known = selector.select(noOlderThan(life));
        return known.isEmpty() ? selector.select(noOlderThan(UNKNOWN_PAUSE)) : known;
    }

    private JWKSet noOlderThan(Duration age) throws KeySourceException {
        var last = fetched;
        return last != null && isYounger(last, age) ? last.keys() : fetch(age);
    }

    private boolean isYounger(Fetched keys, Duration age) {
        return clock.instant().isBefore(keys.at().plus(age));
    }

    /** One at a time; who waited for another's fetch takes what it brought. */
    private JWKSet fetch(Duration age) throws KeySourceException {
        var deadline = Deadline.current();
        var patience = deadline == null ? PATIENCE : deadline.remaining();
        try {
            if (!fetching.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KeySourceException("auth's keys did not come within " + patience.toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeySourceException("interrupted", e);
        }
        try {
            var last = fetched;
            if (last != null && isYounger(last, age)) {
                return last.keys();
            }
            var text = Downstream.call(
                    "auth",
                    () -> auth.get().uri("/.well-known/jwks.json").retrieve().body(String.class));
            var keys = JWKSet.parse(String.valueOf(text));
            fetched = new Fetched(keys, clock.instant());
            return keys;
        } catch (ApiException | RestClientException | ParseException e) {
            throw new KeySourceException("no keys from auth: " + e.getMessage(), e);
        } finally {
            fetching.unlock();
        }
    }
}
