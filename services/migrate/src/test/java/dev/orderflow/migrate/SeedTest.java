package dev.orderflow.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

class SeedTest {

    private static final SeedSize SMALL = new SeedSize(50, 30, 400);

    private static final String EVERYTHING = """
            select md5(string_agg(row, '|' order by row)) from (
                select o::text as row from orders."order" o
                union all select l::text from orders.order_line l
                union all select s::text from inventory.stock s
                union all select r::text from inventory.reservation r
                union all select (order_id, kind, amount_minor)::text from payment.ledger
                union all select p::text from users.profile p
                union all select a::text from users.address a) rows
            """;

    /** Whatever the time zone and the collation of the database. */
    private static final String CONTENT = """
            select md5(string_agg(row, '|' order by row collate "C")) from (
                select concat_ws(' ', 'account', id, email) as row from auth.account
                union all select concat_ws(' ', 'profile', id, email, name) from users.profile
                union all select concat_ws(' ', 'address', id, user_id, street, city, country) from users.address
                union all select concat_ws(' ', 'product', sku, name, price_minor, currency) from inventory.product
                union all select concat_ws(' ', 'stock', sku, available, reserved, sold, stocked) from inventory.stock
                union all select concat_ws(' ', 'order', id, user_id, address_id, status, total_minor, currency,
                    card_token, reason, accepted, extract(epoch from placed_at), extract(epoch from changed_at))
                    from orders."order"
                union all select concat_ws(' ', 'line', order_id, number, sku, quantity) from orders.order_line
                union all select concat_ws(' ', 'payment', order_id, user_id, amount_minor, currency, status,
                    bank_reference, extract(epoch from created_at), extract(epoch from changed_at))
                    from payment.payment
                union all select concat_ws(' ', 'ledger', id, order_id, user_id, amount_minor, currency,
                    extract(epoch from moved_at), kind) from payment.ledger
                union all select concat_ws(' ', 'reservation', order_id, status, extract(epoch from created_at),
                    extract(epoch from expires_at)) from inventory.reservation
                union all select concat_ws(' ', 'reserved', order_id, sku, quantity, unit_price_minor, currency)
                    from inventory.reservation_line) rows
            """;

    @Test
    void theSameSizeGivesTheSameRows() throws Exception {
        try (var one = Postgresql.start();
                var other = Postgresql.start()) {
            for (var postgres : new EmbeddedPostgres[] {one, other}) {
                Schemas.migrate(postgres.getPostgresDatabase());
                new Seed(postgres.getPostgresDatabase(), SMALL).run("secret");
            }
            assertThat(value(one, EVERYTHING)).isEqualTo(value(other, EVERYTHING));
        }
    }

    @Test
    void theRowsAreThoseOfDatabasesThatExist() throws Exception {
        // More than are written at a time, of shoppers and of orders.
        var size = new SeedSize(10_050, 30, 10_400);
        try (var postgres = Postgresql.start()) {
            Schemas.migrate(postgres.getPostgresDatabase());
            new Seed(postgres.getPostgresDatabase(), size).run("secret");
            assertThat(value(postgres, "select count(*) from auth.account where role = 'SHOPPER'"))
                    .isEqualTo("10050");
            assertThat(value(postgres, CONTENT)).isEqualTo("483a0ae3856163f8f4d25f899cf574f9");
        }
    }

    @Test
    void aSecondRunChangesThePasswordAndNothingElse() throws Exception {
        try (var postgres = Postgresql.start()) {
            Schemas.migrate(postgres.getPostgresDatabase());
            new Seed(postgres.getPostgresDatabase(), SMALL).run("secret");
            var before = value(postgres, EVERYTHING);
            new Seed(postgres.getPostgresDatabase(), SMALL).run("other");
            assertThat(value(postgres, EVERYTHING)).isEqualTo(before);
            var hash = value(postgres, "select password_hash from auth.account where email = 'bob@example.com'");
            assertThat(Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().matches("other", hash))
                    .isTrue();
        }
    }

    @Test
    void aDatabaseOfBeforeThereWereRolesGetsAnOperatorAndStrongerHashes() throws Exception {
        try (var postgres = Postgresql.start()) {
            Schemas.migrate(postgres.getPostgresDatabase());
            new Seed(postgres.getPostgresDatabase(), SMALL).run("secret");
            var weaker = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode("secret");
            execute(postgres, "delete from auth.account where role = 'OPERATOR'");
            execute(postgres, "update auth.account set password_hash = '" + weaker + "'");
            new Seed(postgres.getPostgresDatabase(), SMALL).run("secret");
            assertThat(value(postgres, "select string_agg(email, ' ') from auth.account where role = 'OPERATOR'"))
                    .isEqualTo("operator@example.com");
            assertThat(value(
                            postgres,
                            "select min(substr(password_hash, 1, 30)) || ' ' || max(substr(password_hash, 1, "
                                    + "30)) from auth.account"))
                    .isEqualTo("$argon2id$v=19$m=19456,t=2,p=1 $argon2id$v=19$m=19456,t=2,p=1");
        }
    }

    @Test
    void popularityIsSkewedAndStatisticsAreThere() throws Exception {
        try (var postgres = Postgresql.start()) {
            Schemas.migrate(postgres.getPostgresDatabase());
            new Seed(postgres.getPostgresDatabase(), new SeedSize(50, 1000, 5000)).run("secret");
            // Of Zipf's 1,000, the first ten are asked for in 39 of 100 cases.
            assertThat(Double.parseDouble(value(postgres, """
                    select avg((sku <= 'SKU-0010')::int) from orders.order_line
                    """))).isBetween(0.25, 0.45);
            assertThat(value(postgres, "select reltuples from pg_class where oid = 'orders.\"order\"'::regclass"))
                    .isEqualTo("5000");
        }
    }

    @Test
    void theEmailAddressesAreThoseOfDatabasesThatExist() throws Exception {
        try (var postgres = Postgresql.start()) {
            Schemas.migrate(postgres.getPostgresDatabase());
            new Seed(postgres.getPostgresDatabase(), new SeedSize(7, 20, 0)).run("secret");
            assertThat(value(
                            postgres,
                            "select string_agg(email, ' ' order by email) from auth.account where role = 'SHOPPER'"))
                    .isEqualTo("alice@example.com bob@example.com dennis.2@example.com grace.6@example.com "
                            + "john.4@example.com ken.3@example.com margaret.5@example.com");
        }
    }

    @Test
    void shoppersLiveInTenCountriesAndWriteAsPeopleThereDo() throws Exception {
        try (var postgres = Postgresql.start()) {
            Schemas.migrate(postgres.getPostgresDatabase());
            new Seed(postgres.getPostgresDatabase(), new SeedSize(1000, 20, 0)).run("secret");
            assertThat(value(
                            postgres, "select count(distinct country) from users.address where country ~ '^[A-Z]{2}$'"))
                    .isEqualTo("10");
            assertThat(value(postgres, """
                    select string_agg(name || ' ' || country, ', ' order by name) from users.profile p
                    join users.address a on a.user_id = p.id where name in ('Alice', 'Bob')
                    """)).isEqualTo("Alice DE, Bob GB");
            for (var letters : List.of("Αθήνα", "東京", "Łódź", "München", "London")) {
                assertThat(value(postgres, "select count(*) > 0 from users.address where city = '" + letters + "'"))
                        .as(letters)
                        .isEqualTo("t");
            }
        }
    }

    @Test
    void accountsAreThoseOfThePeople() throws Exception {
        try (var postgres = Postgresql.start()) {
            Schemas.migrate(postgres.getPostgresDatabase());
            new Seed(postgres.getPostgresDatabase(), new SeedSize(6, 20, 0)).run("secret");
            var people = IntStream.range(0, 6)
                    .mapToObj(i -> Person.of(20261101, i).account())
                    .map(account -> account.tier() + " " + account.currency() + " "
                            + account.createdAt().getEpochSecond())
                    .sorted()
                    .collect(Collectors.joining(", "));
            assertThat(value(postgres, """
                    select string_agg(account, ', ' order by account collate "C") from (
                        select concat_ws(' ', tier, currency, extract(epoch from p.created_at)::bigint) as account
                        from users.profile p join auth.account a on a.id = p.id and a.created_at = p.created_at) of_both
                    """)).isEqualTo(people);
        }
    }

    /** Rows of before stay, with what is true of them; rows of after are written by services of before, too. */
    @Test
    void profilesOfBeforeThereWereTiersAreStandardAndOfNoKnownAge() throws Exception {
        try (var postgres = Postgresql.start()) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("classpath:db/users")
                    .defaultSchema("users")
                    .target("1")
                    .load()
                    .migrate();
            var insert = "insert into users.profile (id, email, name) values (gen_random_uuid(), '%s', 'Alice')";
            execute(postgres, insert.formatted("alice@example.com"));
            Schemas.migrate(postgres.getPostgresDatabase());
            execute(postgres, insert.formatted("bob@example.com"));
            assertThat(value(postgres, """
                    select string_agg(concat_ws(' ', email, name, tier, currency, created_at > now() - interval '1 hour'),
                        ', ' order by email) from users.profile
                    """))
                    .isEqualTo("alice@example.com Alice STANDARD EUR, bob@example.com Alice STANDARD EUR t");
        }
    }

    @Test
    void aSizeOutOfItsLimitsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SeedSize.of(Map.of("ORDERFLOW_SEED_PRODUCTS", "10000")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SeedSize.of(Map.of("ORDERFLOW_SEED_ORDERS", "many")))
                .withMessageContaining("ORDERFLOW_SEED_ORDERS");
        assertThat(SeedSize.of(Map.of())).isEqualTo(new SeedSize(10_000, 5_000, 200_000));
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
