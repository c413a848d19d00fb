package dev.orderflow.migrate;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migration job: waits for the database, migrates every schema, and seeds. Reads SPRING_DATASOURCE_URL, _USERNAME
 * and _PASSWORD as the services do, and ORDERFLOW_SEED_PASSWORD (no seed without it). Exits with 0 once done, with 1
 * where it could not.
 */
final class Migrate {

    private static final Logger log = LoggerFactory.getLogger(Migrate.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private Migrate() {}

    static void main() throws SQLException, IOException, InterruptedException {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl(required("SPRING_DATASOURCE_URL"));
        dataSource.setUser(required("SPRING_DATASOURCE_USERNAME"));
        dataSource.setPassword(required("SPRING_DATASOURCE_PASSWORD"));
        dataSource.setConnectTimeout(5);
        // No statement takes so long: the database has vanished without a word.
        dataSource.setSocketTimeout(600);
        dataSource.setTcpKeepAlive(true);
        await(dataSource, PATIENCE);
        Schemas.migrate(dataSource);
        var password = System.getenv("ORDERFLOW_SEED_PASSWORD");
        if (password != null) {
            var size = SeedSize.of(System.getenv());
            var begun = Instant.now();
            new Seed(dataSource, size).run(password);
            log.info(
                    "seeded ({}) in {} ms",
                    size,
                    Duration.between(begun, Instant.now()).toMillis());
        }
    }

    private static String required(String name) {
        var value = System.getenv(name);
        if (value == null) {
            log.error("{} is not set", name);
            System.exit(1);
        }
        return value;
    }

    /** @throws SQLException once the database has not answered for so long, with the variables to check */
    static void await(DataSource dataSource, Duration patience) throws SQLException, InterruptedException {
        var until = Instant.now().plus(patience);
        while (true) {
            try (var connection = dataSource.getConnection()) {
                log.info("connected to PostgreSQL {}", connection.getMetaData().getDatabaseProductVersion());
                return;
            } catch (SQLException e) {
                if (Instant.now().isAfter(until)) {
                    throw new SQLException(
                            ("no connection to the database in %d s: %s; check SPRING_DATASOURCE_URL, _USERNAME and "
                                            + "_PASSWORD")
                                    .formatted(patience.toSeconds(), reason(e)),
                            e);
                }
                log.info("waiting for the database: {}", reason(e));
                Thread.sleep(PAUSE);
            }
        }
    }

    /** The driver's own words may be that the attempt failed, and why is in the cause: a host that nobody knows. */
    private static String reason(SQLException e) {
        return e.getCause() == null ? String.valueOf(e.getMessage()) : e.getMessage() + " " + e.getCause();
    }
}
