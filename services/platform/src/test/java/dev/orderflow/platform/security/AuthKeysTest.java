package dev.orderflow.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

/** Against a real HTTP server that publishes keys. */
class AuthKeysTest {

    private static final Duration LIFE = Duration.ofMinutes(5);

    private final AtomicInteger asked = new AtomicInteger();
    private volatile String published = "";
    private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private HttpServer auth;
    private AuthKeys keys;

    @BeforeEach
    void serve() throws IOException {
        auth = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        auth.createContext("/.well-known/jwks.json", exchange -> {
            asked.incrementAndGet();
            var body = published.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        auth.start();
        var client = RestClient.builder()
                .baseUrl("http://127.0.0.1:" + auth.getAddress().getPort())
                .build();
        keys = new AuthKeys(client, LIFE, new HandClock());
    }

    @AfterEach
    void stop() {
        auth.stop(0);
    }

    @Test
    void fetchesOnceForManyTokens() throws Exception {
        publish("a");
        for (var i = 0; i < 100; i++) {
            assertThat(ids("a")).containsExactly("a");
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void aWithdrawnKeyIsRefusedOnceTheCopyIsTooOld() throws Exception {
        publish("a", "b");
        assertThat(ids("a")).isNotEmpty();
        publish("b");
        now = now.plus(LIFE).minusMillis(1);
        assertThat(ids("a")).isNotEmpty();
        now = now.plusMillis(1);
        assertThat(ids("a")).isEmpty();
    }

    @Test
    void aNewKeyIsFetchedWhenItsFirstTokenComes() throws Exception {
        publish("a");
        assertThat(ids("a")).isNotEmpty();
        publish("a", "b");
        now = now.plus(AuthKeys.UNKNOWN_PAUSE);
        assertThat(ids("b")).containsExactly("b");
    }

    @Test
    void madeUpKeysCostAuthLittleAndTheGoodOnesNothing() throws Exception {
        publish("a");
        for (var i = 0; i < 1000; i++) {
            assertThat(ids("made-up-" + i)).isEmpty();
            now = now.plusMillis(20);
        }
        // 20 seconds of them: the first fetch, and one each ten seconds.
        assertThat(asked.get()).isBetween(2, 3);
        now = now.plus(LIFE);
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
        assertThat(asked).hasValue(1);
    }

    @Test
    void whereAuthDoesNotAnswerNoTokenIsCalledBad() throws Exception {
        assertThatThrownBy(() -> ids("a")).isInstanceOf(KeySourceException.class);
        publish("a");
        assertThat(ids("a")).isNotEmpty();
        auth.stop(0);
        assertThat(ids("a")).isNotEmpty();
        now = now.plus(LIFE);
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

    /** Shows what the test set. */
    private final class HandClock extends Clock {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
