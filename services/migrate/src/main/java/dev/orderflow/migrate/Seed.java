package dev.orderflow.migrate;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** Two shoppers and a shelf of goods to try the system with; what is there already is left as it is. */
public final class Seed {

    private static final int PRODUCTS = 20;
    private static final int PIECES = 1_000_000;

    private final DataSource dataSource;

    public Seed(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @param password of the shoppers; a changed one replaces theirs */
    public void run(String password) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            for (var name : List.of("Alice", "Bob")) {
                shopper(connection, name, password);
            }
            products(connection);
            connection.commit();
        }
    }

    private static void shopper(Connection connection, String name, String password) throws SQLException {
        var email = name.toLowerCase() + "@example.com";
        var id = UUID.nameUUIDFromBytes(email.getBytes(StandardCharsets.UTF_8));
        var hash = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8().encode(password);
        execute(connection, """
                insert into auth.account (id, email, password_hash) values (?, ?, ?)
                on conflict (id) do update set password_hash = excluded.password_hash
                """, id, email, hash);
        execute(connection, "insert into users.profile (id, email, name) values (?, ?, ?) on conflict do nothing", id, email, name);
        execute(connection, """
                insert into users.address (id, user_id, street, city, country) values (?, ?, '1 Main Street', 'Springfield', 'US')
                on conflict do nothing
                """, UUID.nameUUIDFromBytes(("address of " + email).getBytes(StandardCharsets.UTF_8)), id);
    }

    private static void products(Connection connection) throws SQLException {
        for (var i = 1; i <= PRODUCTS; i++) {
            var sku = "SKU-%04d".formatted(i);
            execute(connection, """
                    insert into inventory.product (sku, name, price_minor, currency) values (?, ?, ?, 'EUR')
                    on conflict do nothing
                    """, sku, "Product " + i, 499L + 100L * i);
            execute(connection, "insert into inventory.stock (sku, available, stocked) values (?, ?, ?) on conflict do nothing", sku, PIECES, PIECES);
        }
    }

    private static void execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }
}
