package dev.orderflow.platform.database;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Opens the connection pool when the service is up, so that its first shopper doesn't wait for it. */
final class PoolOpener {

    private static final Logger log = LoggerFactory.getLogger(PoolOpener.class);

    private final DataSource dataSource;

    PoolOpener(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @EventListener(ApplicationReadyEvent.class)
    void open() {
        // Waits as long as the pool's connection timeout where the database is away: not in the way of readiness.
        Thread.ofVirtual().name("pool-opener").start(() -> {
            try (var connection = dataSource.getConnection()) {
                log.info("database: connected to PostgreSQL {}", connection.getMetaData().getDatabaseProductVersion());
            } catch (SQLException e) {
                log.warn("database: away ({}); requests that need it fail until it is back", e.getMessage());
            }
        });
    }
}
