package dev.orderflow.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.Relay;
import dev.orderflow.testkit.Valkey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** On a real Valkey. */
class SessionsTest {

    private static final UUID ALICE = UUID.randomUUID();
    private static final AuthProperties PROPERTIES = new AuthProperties(
            Path.of("keys"),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofHours(12));

    @TempDir
    private static Path folder;

    private static Valkey valkey;
    private static LettuceConnectionFactory connections;
    private static StringRedisTemplate template;
    private static Sessions sessions;

    @BeforeAll
    static void start() {
        valkey = Valkey.start(folder);
        connections = new LettuceConnectionFactory("127.0.0.1", valkey.port());
        connections.afterPropertiesSet();
        connections.start();
        template = new StringRedisTemplate(connections);
        sessions = new Sessions(template, PROPERTIES);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        valkey.close();
    }

    @Test
    void aSessionIsThereUntilItIsEnded() {
        var session = sessions.begin(ALICE).session();
        assertThat(sessions.find(session.sessionId())).contains(session);
        sessions.end(session.sessionId());
        assertThat(sessions.find(session.sessionId())).isEmpty();
    }

    @Test
    void itEndsByItselfHoweverOftenItIsRefreshed() {
        var held = sessions.begin(ALICE);
        var life = Duration.ofMillis(template.getExpire(key(held), TimeUnit.MILLISECONDS));
        assertThat(life).isBetween(Duration.ofHours(12).minusMinutes(1), Duration.ofHours(12));
        refresh(held.next()).orElseThrow();
        assertThat(Duration.ofMillis(template.getExpire(key(held), TimeUnit.MILLISECONDS)))
                .isLessThanOrEqualTo(life);
    }

    @Test
    void eachRefreshTokenIsGoodOnce() {
        var first = sessions.begin(ALICE);
        var second = refresh(first.next()).orElseThrow();
        var third = refresh(second.next()).orElseThrow();
        assertThat(second.session()).isEqualTo(first.session());
        // One from long ago ends the session as well as the last.
        assertThat(refresh(first.next())).isEmpty();
        assertThat(refresh(third.next())).isEmpty();
        assertThat(sessions.find(first.session().sessionId())).isEmpty();
    }

    /** The client library sends a command again whose answer it did not get. */
    @Test
    void aTokenThatIsSpentByACommandThatIsSentTwiceEndsNothing() throws Exception {
        try (var network = new Relay(valkey.port())) {
            var cut = new LettuceConnectionFactory("127.0.0.1", network.port());
            cut.afterPropertiesSet();
            cut.start();
            var behind = new Sessions(new StringRedisTemplate(cut), PROPERTIES);
            // Valkey knows the scripts from here on, so that the answer which is lost is that of the spending.
            var held = behind.refresh(behind.begin(ALICE).next(), Optional::of).orElseThrow();
            var next = behind.refresh(held.next(), made -> {
                network.loseAnswers(1);
                return Optional.of(made);
            });
            assertThat(network.answersToLose()).isZero();
            assertThat(next).isPresent();
            assertThat(behind.refresh(next.orElseThrow().next(), Optional::of)).isPresent();
            cut.destroy();
        }
    }

    @Test
    void ofManyAtOnceOneIsFirstAndTheSecondEndsTheSession() throws Exception {
        var held = sessions.begin(ALICE);
        try (var threads = Executors.newFixedThreadPool(8)) {
            var got = new ArrayList<Sessions.Held>();
            for (var one : threads.invokeAll(IntStream.range(0, 8)
                    .mapToObj(i -> (Callable<Optional<Sessions.Held>>) () -> refresh(held.next()))
                    .toList())) {
                one.get().ifPresent(got::add);
            }
            assertThat(got).hasSize(1);
        }
        assertThat(sessions.find(held.session().sessionId())).isEmpty();
    }

    @Test
    void aMadeUpTokenOfASessionThatIsKnownEndsNothing() {
        var held = sessions.begin(ALICE);
        assertThat(refresh(RefreshToken.first(held.session().sessionId()))).isEmpty();
        assertThat(refresh(RefreshToken.first(UUID.randomUUID()))).isEmpty();
        assertThat(refresh(held.next())).isPresent();
    }

    @Test
    void onlyHashesAreKept() {
        var held = sessions.begin(ALICE);
        assertThat(template.opsForHash().entries(key(held)))
                .containsOnlyKeys("user", "family", "refresh")
                .containsEntry("refresh", held.next().secretHash());
        assertThat(held.next().secretHash())
                .isNotEqualTo(HexFormat.of().formatHex(held.next().secret()));
    }

    private static Optional<Sessions.Held> refresh(RefreshToken token) {
        return sessions.refresh(token, Optional::of);
    }

    private static String key(Sessions.Held held) {
        return "auth:session:" + held.session().sessionId();
    }
}
