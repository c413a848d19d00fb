package dev.orderflow.migrate;

import dev.orderflow.contracts.PasswordHash;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Seeds shoppers, goods and past orders, so that the database has the statistics and plans of one in use. The same size
 * gives the same rows; popularity of goods is skewed by Zipf's law. Existing rows stay as they are, except for
 * passwords.
 */
public final class Seed {

    private static final long RANDOM = 20261101;
    static final Instant NEWEST = Instant.parse("2026-11-01T00:00:00Z");
    static final Duration PERIOD = Duration.ofDays(90);
    private static final String OPERATOR = "operator@example.com";

    private static final Argon2PasswordEncoder PASSWORDS = new Argon2PasswordEncoder(
            PasswordHash.SALT_BYTES,
            PasswordHash.HASH_BYTES,
            PasswordHash.LANES,
            PasswordHash.MEMORY_KIB,
            PasswordHash.PASSES);

    private static final int PIECES = 1_000_000;

    /** Rows of this many shoppers or orders are held in memory. */
    private static final int AT_ONCE = 10_000;

    /** Beginnings of the e-mail addresses. The load generator computes the same addresses. */
    private static final String[] FIRST = {
        "ada", "alan", "barbara", "dennis", "edsger", "frances", "grace", "john", "ken", "margaret"
    };

    private static final String[] THINGS = {
        "Lamp", "Chair", "Kettle", "Desk", "Clock", "Mug", "Shelf", "Radio", "Rug", "Vase"
    };

    private final DataSource dataSource;
    private final SeedSize size;
    private final Random random = new Random(RANDOM);

    public Seed(DataSource dataSource, SeedSize size) {
        this.dataSource = dataSource;
        this.size = size;
    }

    /**
     * Everything or nothing.
     *
     * @param password of every shopper and the operator; a changed one replaces theirs
     */
    public void run(String password) throws SQLException, IOException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            if (isEmpty(connection)) {
                fill(connection, password);
            } else {
                replacePassword(connection, password);
            }
            operator(connection, password);
            connection.commit();
        }
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select not exists (select from inventory.product)")) {
            rows.next();
            return rows.getBoolean(1);
        }
    }

    private void fill(Connection connection, String password) throws SQLException, IOException {
        var shoppers = shoppers(connection, password);
        var shelf = goods(connection);
        for (var written = 0; written < size.orders(); written += AT_ONCE) {
            orders(connection, shoppers, shelf, Math.min(AT_ONCE, size.orders() - written));
        }
        stock(connection, shelf);
        try (var statement = connection.createStatement()) {
            for (var schema : Schemas.ALL) {
                // So that the first plans are made for these sizes, before autovacuum comes by.
                for (var table : tables(connection, schema)) {
                    statement.execute("analyze %s.\"%s\"".formatted(schema, table));
                }
            }
        }
    }

    private List<UUID> shoppers(Connection connection, String password) throws SQLException, IOException {
        // One hash for all of them: a memory-hard hash takes its time, by design.
        var hash = PASSWORDS.encode(password);
        var ids = new ArrayList<UUID>(size.shoppers());
        while (ids.size() < size.shoppers()) {
            shoppers(connection, hash, ids, Math.min(size.shoppers(), ids.size() + AT_ONCE));
        }
        return ids;
    }

    /** Writes shoppers from the number of known ids up to another, and adds their ids. */
    private void shoppers(Connection connection, String hash, List<UUID> ids, int end)
            throws SQLException, IOException {
        var accounts = new Rows();
        var profiles = new Rows();
        var addresses = new Rows();
        for (var i = ids.size(); i < end; i++) {
            var email = (i == 0 ? "alice" : i == 1 ? "bob" : pick(FIRST) + "." + i) + "@example.com";
            // Two values that are not used: without them, the addresses and all that follows would be others than those
            // of the databases that exist.
            random.nextInt(200);
            random.nextInt(10);
            var person = Person.of(RANDOM, i);
            var id = named(email);
            ids.add(id);
            var account = person.account();
            accounts.add(id, email, hash, account.createdAt());
            profiles.add(id, email, person.name(), account.tier(), account.currency(), account.createdAt());
            addresses.add(addressOf(id), id, person.street(), person.city(), person.country());
        }
        accounts.copy(connection, "auth.account (id, email, password_hash, created_at)");
        profiles.copy(connection, "users.profile (id, email, name, tier, currency, created_at)");
        addresses.copy(connection, "users.address (id, user_id, street, city, country)");
    }

    private List<Goods> goods(Connection connection) throws SQLException, IOException {
        var shelf = new ArrayList<Goods>();
        var products = new Rows();
        for (var i = 1; i <= size.products(); i++) {
            var goods = new Goods("SKU-%04d".formatted(i), 199 + 50L * random.nextInt(400));
            shelf.add(goods);
            products.add(goods.sku, pick(THINGS) + " " + i, goods.priceMinor, "EUR");
        }
        products.copy(connection, "inventory.product (sku, name, price_minor, currency)");
        return shelf;
    }

    private static void stock(Connection connection, List<Goods> shelf) throws SQLException, IOException {
        var stock = new Rows();
        for (var goods : shelf) {
            stock.add(goods.sku, PIECES, 0, goods.sold, PIECES + goods.sold);
        }
        stock.copy(connection, "inventory.stock (sku, available, reserved, sold, stocked)");
    }

    private void orders(Connection connection, List<UUID> shoppers, List<Goods> shelf, int count)
            throws SQLException, IOException {
        var orders = new Rows();
        var lines = new Rows();
        var reservations = new Rows();
        var reservedLines = new Rows();
        var payments = new Rows();
        var ledger = new Rows();
        for (var i = 0; i < count; i++) {
            var id = new UUID(random.nextLong() & ~0xf000L | 0x4000L, random.nextLong() >>> 2 | 0x8000000000000000L);
            // The second shopper orders more than the ten-thousandth, too.
            var shopper = shoppers.get(zipf(shoppers.size()));
            var at = NEWEST.minusMillis((long) (random.nextDouble() * PERIOD.toMillis()));
            var end = End.of(random.nextInt(100));
            var total = 0L;
            var wanted = new TreeSet<Integer>();
            for (var pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
                wanted.add(zipf(shelf.size()));
            }
            var number = 1;
            for (var index : wanted) {
                var goods = shelf.get(index);
                var quantity = 1 + random.nextInt(3);
                total += quantity * goods.priceMinor;
                if (end == End.CONFIRMED) {
                    goods.sold += quantity;
                }
                lines.add(id, number++, goods.sku, quantity);
                reservedLines.add(id, goods.sku, quantity, goods.priceMinor, "EUR");
            }
            orders.add(id, shopper, addressOf(shopper), end, total, "EUR", "card_4242", end.reason, true, at, at);
            reservations.add(id, end.reservation, at, at.plus(Duration.ofMinutes(15)));
            payments.add(id, shopper, total, "EUR", end.payment, named("authorisation of " + id), at, at);
            if (end == End.CONFIRMED || end == End.REFUNDED) {
                ledger.add(named("charge of " + id), id, shopper, total, "EUR", at, "CHARGE");
            }
            if (end == End.REFUNDED) {
                ledger.add(named("refund of " + id), id, shopper, total, "EUR", at.plus(Duration.ofHours(5)), "REFUND");
            }
        }
        orders.copy(
                connection,
                "orders.\"order\" (id, user_id, address_id, status, total_minor, currency, card_token, reason, "
                        + "accepted, placed_at, changed_at)");
        lines.copy(connection, "orders.order_line (order_id, number, sku, quantity)");
        payments.copy(
                connection,
                "payment.payment (order_id, user_id, amount_minor, currency, status, bank_reference, created_at, "
                        + "changed_at)");
        ledger.copy(connection, "payment.ledger (id, order_id, user_id, amount_minor, currency, moved_at, kind)");
        reservations.copy(connection, "inventory.reservation (order_id, status, created_at, expires_at)");
        reservedLines.copy(
                connection, "inventory.reservation_line (order_id, sku, quantity, unit_price_minor, currency)");
    }

    private static void replacePassword(Connection connection, String password) throws SQLException {
        try (var statement = connection.prepareStatement(
                        "select password_hash from auth.account where email = 'alice@example.com'");
                var rows = statement.executeQuery()) {
            if (rows.next()
                    && PASSWORDS.matches(password, rows.getString(1))
                    && !PASSWORDS.upgradeEncoding(rows.getString(1))) {
                return;
            }
        }
        try (var statement = connection.prepareStatement(
                "update auth.account set password_hash = ? where email like '%@example.com'")) {
            statement.setString(1, PASSWORDS.encode(password));
            statement.executeUpdate();
        }
    }

    /** Who restocks. A database that was filled before there were any gets one too. */
    private static void operator(Connection connection, String password) throws SQLException {
        try (var statement = connection.prepareStatement("""
                insert into auth.account (id, email, password_hash, role)
                select ?, ?, ?, 'OPERATOR' where not exists (select from auth.account where email = ?)
                """)) {
            statement.setObject(1, named(OPERATOR));
            statement.setString(2, OPERATOR);
            statement.setString(3, PASSWORDS.encode(password));
            statement.setString(4, OPERATOR);
            statement.executeUpdate();
        }
    }

    private static List<String> tables(Connection connection, String schema) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.prepareStatement("select tablename from pg_tables where schemaname = ?")) {
            statement.setString(1, schema);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** 0 to size - 1, the k-th with a probability of about 1/k: the inverse of Zipf's distribution with exponent 1. */
    private int zipf(int size) {
        return Math.min(size, (int) Math.pow(size + 1, random.nextDouble())) - 1;
    }

    private String pick(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private static UUID addressOf(UUID shopper) {
        return named("address of " + shopper);
    }

    private static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Goods {

        private final String sku;
        private final long priceMinor;
        private int sold;

        Goods(String sku, long priceMinor) {
            this.sku = sku;
            this.priceMinor = priceMinor;
        }
    }

    /** How a past order ended, and what inventory and payment know of it. */
    private enum End {
        CONFIRMED("COMMITTED", "CAPTURED", null),
        REFUNDED("RETURNED", "REFUNDED", null),
        REJECTED("RELEASED", "DECLINED", "PAYMENT_DECLINED"),
        CANCELLED("RELEASED", "VOIDED", null);

        private final String reservation;
        private final String payment;
        private final @Nullable String reason;

        End(String reservation, String payment, @Nullable String reason) {
            this.reservation = reservation;
            this.payment = payment;
            this.reason = reason;
        }

        static End of(int percent) {
            return percent < 94 ? CONFIRMED : percent < 97 ? REFUNDED : percent < 99 ? REJECTED : CANCELLED;
        }
    }

    /** Rows in COPY's text format. No value here holds a tab, a newline or a backslash. */
    private static final class Rows {

        private final StringBuilder text = new StringBuilder();

        void add(@Nullable Object... values) {
            for (var i = 0; i < values.length; i++) {
                text.append(i == 0 ? "" : "\t").append(values[i] == null ? "\\N" : values[i]);
            }
            text.append('\n');
        }

        void copy(Connection connection, String table) throws SQLException, IOException {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + table + " from stdin", Reader.of(text));
        }
    }
}
