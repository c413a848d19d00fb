package dev.orderflow.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.contracts.Address;
import dev.orderflow.contracts.Profile;
import dev.orderflow.contracts.Tier;
import dev.orderflow.testkit.Valkey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** On a real Valkey, in which another version of this service has written too. */
class ProfileCacheTest {

    @TempDir
    private static Path folder;

    private static Valkey valkey;
    private static LettuceConnectionFactory connections;
    private static StringRedisTemplate template;

    private final UUID id = UUID.randomUUID();
    private final Profile fresh = new Profile(
            id,
            "fresh@example.com",
            "Fresh",
            Tier.GOLD,
            "SEK",
            Instant.parse("2025-01-02T03:04:05Z"),
            List.of(new Address(id, "s", "c", "EU")));

    /** As strict as the services' own. */
    private final ProfileCache cache = new ProfileCache(
            template,
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build());

    @BeforeAll
    static void start() {
        valkey = Valkey.start(folder);
        connections = new LettuceConnectionFactory("127.0.0.1", valkey.port());
        connections.afterPropertiesSet();
        connections.start();
        template = new StringRedisTemplate(connections);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        valkey.close();
    }

    @Test
    void whatItWroteItReads() {
        assertThat(cache.get(id, () -> Optional.of(fresh))).contains(fresh);
        assertThat(cache.get(id, Optional::empty)).contains(fresh);
    }

    @Test
    void whatANewerVersionKnowsBesidesIsPassedOver() {
        template.opsForValue().set("profile:" + id, """
                {"id":"%1$s","email":"fresh@example.com","name":"Fresh","locale":"en","tier":"GOLD","currency":"SEK",
                 "createdAt":"2025-01-02T03:04:05Z",
                 "addresses":[{"id":"%1$s","street":"s","city":"c","country":"EU","zip":"1"}]}
                """.formatted(id));
        assertThat(cache.get(id, Optional::empty)).contains(fresh);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{",
                "profile",
                "{\"id\":1}",
                "{\"id\":\"%1$s\",\"name\":\"Old\",\"addresses\":[]}",
                "{\"id\":\"%1$s\",\"email\":\"a@example.com\",\"name\":\"Of before tiers\",\"addresses\":[]}",
                "{\"id\":\"%1$s\",\"email\":\"a@example.com\",\"name\":\"Of after\",\"tier\":\"PLATINUM\","
                        + "\"currency\":\"EUR\",\"addresses\":[]}",
                "{\"id\":\"%1$s\",\"email\":\"a@example.com\",\"name\":\"Old\"}",
                "{\"id\":\"%1$s\",\"email\":\"a@example.com\",\"name\":\"Old\",\"addresses\":[{\"id\":\"%1$s\"}]}",
                "{\"id\":\"%1$s\",\"email\":\"a@example.com\",\"name\":\"Old\",\"addresses\":\"Main Street\"}"
            })
    void whatCannotBeReadIsReadFromTheSourceAndReplaced(String text) {
        template.opsForValue().set("profile:" + id, text.formatted(id));
        assertThat(cache.get(id, () -> Optional.of(fresh))).contains(fresh);
        assertThat(cache.get(id, Optional::empty)).contains(fresh);
    }

    @Test
    void anAccountOfNoKnownAgeIsComplete() {
        var old = new Profile(id, "old@example.com", "Old", Tier.STANDARD, "EUR", null, List.of());
        assertThat(cache.get(id, () -> Optional.of(old))).contains(old);
        assertThat(cache.get(id, Optional::empty)).contains(old);
    }

    @Test
    void whatIsNoTextIsReadFromTheSource() {
        template.opsForHash().put("profile:" + id, "id", id.toString());
        assertThat(cache.get(id, () -> Optional.of(fresh))).contains(fresh);
    }
}
