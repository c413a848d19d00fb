package dev.orderflow.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.orderflow.testkit.TestClock;
import dev.orderflow.testkit.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

/** Against a real HTTP server that publishes keys. */
class AuthKeysTest {

    private static final Duration LIFE = Duration.ofMinutes(5);

    private final TestClock clock = new TestClock();
    private volatile String published = "";
    private TestServer auth;
    private AuthKeys keys;

    @BeforeEach
    void serve() {
        auth = TestServer.start(
                _ -> published.isEmpty() ? TestServer.Answer.of(500) : TestServer.Answer.json(published));
        keys = new AuthKeys(RestClient.create(auth.url()), LIFE, clock);
    }

    @AfterEach
    void stop() {
        auth.close();
    }

    @Test
    void fetchesOnceForManyTokens() throws Exception {
        publish("a");
        for (var i = 0; i < 100; i++) {
            assertThat(ids("a")).containsExactly("a");
        }
        assertThat(auth.requests()).hasSize(1);
    }

    @Test
    void aWithdrawnKeyIsRefusedOnceTheCopyIsTooOld() throws Exception {
        publish("a", "b");
        assertThat(ids("a")).isNotEmpty();
        publish("b");
        clock.advance(LIFE.minusMillis(1));
        assertThat(ids("a")).isNotEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(ids("a")).isEmpty();
    }

    @Test
    void aNewKeyIsFetchedWhenItsFirstTokenComes() throws Exception {
        publish("a");
        assertThat(ids("a")).isNotEmpty();
        publish("a", "b");
        clock.advance(AuthKeys.UNKNOWN_PAUSE);
        assertThat(ids("b")).containsExactly("b");
    }

    @Test
    void madeUpKeysCostAuthLittleAndTheGoodOnesNothing() throws Exception {
        publish("a");
        for (var i = 0; i < 1000; i++) {
            assertThat(ids("made-up-" + i)).isEmpty();
            clock.advance(Duration.ofMillis(20));
        }
        // 20 seconds of them: the first fetch, and one each ten seconds.
        assertThat(auth.requests()).hasSizeBetween(2, 3);
        clock.advance(LIFE);
        assertThat(ids("a")).containsExactly("a");
    }

    @Test
    void manyAtOnceFetchOnce() throws Exception {
        publish("a");
        try (var threads = Executors.newFixedThreadPool(20)) {
            var all = threads.invokeAll(IntStream.range(0, 20)
                    .mapToObj(i -> (Callable<List<String>>) () -> ids("a"))
                    .toList());
            for (var one : all) {
                assertThat(one.get()).containsExactly("a");
            }
        }
        assertThat(auth.requests()).hasSize(1);
    }

    @Test
    void whereAuthDoesNotAnswerNoTokenIsCalledBad() throws Exception {
        assertThatThrownBy(() -> ids("a")).isInstanceOf(KeySourceException.class);
        publish("a");
        assertThat(ids("a")).isNotEmpty();
        auth.close();
        assertThat(ids("a")).isNotEmpty();
        clock.advance(LIFE);
        assertThatThrownBy(() -> ids("a"))
                .isInstanceOf(KeySourceException.class)
                .hasMessageContaining("Cannot reach auth");
    }

    private List<String> ids(String id) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null).stream()
                .map(JWK::getKeyID)
                .toList();
    }

    private void publish(String... ids) throws Exception {
        var set = new ArrayList<JWK>();
        for (var id : ids) {
            set.add(new RSAKeyGenerator(2048).keyID(id).generate());
        }
        published = new JWKSet(set).toPublicJWKSet().toString();
    }
}
