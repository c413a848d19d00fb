package dev.orderflow.migrate;

import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas, one a service, each with its own history; {@code db/<schema>} holds its migrations, {@code db/each} what
 * follows any.
 */
public final class Schemas {

    private static final Logger log = LoggerFactory.getLogger(Schemas.class);

    static final List<String> ALL = List.of("auth", "users", "inventory", "orders", "payment", "notification");

    private Schemas() {}

    /** @throws org.flywaydb.core.api.FlywayException where one fails; those before it stay migrated */
    public static void migrate(DataSource dataSource) {
        for (var schema : ALL) {
            var result = Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/" + schema, "classpath:db/each")
                    .defaultSchema(schema)
                    .schemas(schema)
                    .createSchemas(true)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            log.info(
                    "schema {}: {} migrations run, now at {}",
                    schema,
                    result.migrationsExecuted,
                    result.targetSchemaVersion);
        }
    }
}
