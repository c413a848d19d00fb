package dev.orderflow.platform.database;

import dev.orderflow.platform.warmup.WarmUp;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.Order;

/**
 * Opens the connection pool, so that a service's first shopper does not wait for it. While the database is away, this
 * takes as long as the pool's connection timeout.
 */
@Order(1)
final class PoolOpener implements WarmUp {

    private static final Logger log = LoggerFactory.getLogger(PoolOpener.class);

    private final DataSource dataSource;
    private boolean logged;

    PoolOpener(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void run() throws SQLException {
        try (var connection = dataSource.getConnection()) {
            if (!logged) {
                var database = connection.getMetaData();
                log.info(
                        "database: connected to {} {}",
                        database.getDatabaseProductName(),
                        database.getDatabaseProductVersion());
                logged = true;
            }
        } catch (SQLException e) {
            // The pool's own words are that it has no connection, and why is in the cause.
            log.warn(
                    "database: away ({}); requests that need it fail until it is back",
                    NestedExceptionUtils.getMostSpecificCause(e).toString(),
                    e);
            throw e;
        }
    }
}
