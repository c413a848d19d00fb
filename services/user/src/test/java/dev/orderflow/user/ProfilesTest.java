package dev.orderflow.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.orderflow.contracts.Address;
import dev.orderflow.contracts.Profile;
import dev.orderflow.contracts.Tier;
import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** On a real PostgreSQL, by a pool of one connection. */
class ProfilesTest {

    private static EmbeddedPostgres postgres;
    private static HikariDataSource pool;

    @BeforeAll
    static void start() throws IOException {
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        pool.setSchema("users");
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(Duration.ofSeconds(1).toMillis());
    }

    @AfterAll
    static void stop() throws IOException {
        pool.close();
        postgres.close();
    }

    /** A reader that took a second connection would wait for other readers, and they for it. */
    @Test
    void aProfileIsReadByOneConnection() {
        var jdbc = JdbcClient.create(pool);
        var id = UUID.randomUUID();
        var address = new Address(UUID.randomUUID(), "Street 1", "City", "DE");
        var opened = Instant.parse("2025-01-02T03:04:05Z");
        jdbc.sql("insert into profile (id, email, name, tier, currency, created_at) values (?, ?, ?, ?, ?, ?)")
                .params(id, "alice@example.com", "Alice", "GOLD", "SEK", Timestamp.from(opened))
                .update();
        jdbc.sql("insert into address (id, user_id, street, city, country) values (?, ?, ?, ?, ?)")
                .params(address.id(), id, address.street(), address.city(), address.country())
                .update();
        var profiles = new Profiles(jdbc);
        assertThat(profiles.byId(id))
                .contains(new Profile(id, "alice@example.com", "Alice", Tier.GOLD, "SEK", opened, List.of(address)));
        assertThat(profiles.byId(UUID.randomUUID())).isEmpty();
        assertThat(profiles.address(id, address.id()))
                .contains(new Profiles.AccountAddress(address, new Account(Tier.GOLD, "SEK", opened)));
        assertThat(profiles.address(UUID.randomUUID(), address.id())).isEmpty();
        jdbc.sql("update profile set created_at = null").update();
        assertThat(profiles.address(id, address.id()).orElseThrow().account().createdAt())
                .isNull();
    }
}
