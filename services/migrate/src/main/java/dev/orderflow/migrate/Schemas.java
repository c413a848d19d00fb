package dev.orderflow.migrate;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schemas, one a service, each with its own history; {@code db/<schema>} holds its migrations. */
public final class Schemas {

    private static final Logger log = LoggerFactory.getLogger(Schemas.class);

    static final List<String> ALL = List.of("auth", "users", "inventory", "orders", "payment", "notification");

    /** The tables' owner lets each service write its schema; what was migrated, the service may not rewrite. */
    private static final String KEEP_HISTORY = """
            do $$
            declare service name;
            begin
                for service in select distinct grantee from information_schema.role_table_grants
                    where table_schema = '%1$s' and table_name = 'flyway_schema_history' and grantee not in (current_user, 'PUBLIC')
                loop
                    execute format('revoke all on %1$s.flyway_schema_history from %%I', service);
                end loop;
            end $$
            """;

    private Schemas() {}

    /**
     * Migrates each schema, in the order of {@link #ALL}.
     *
     * @throws org.flywaydb.core.api.FlywayException where one fails; those before it stay migrated
     */
    public static void migrate(DataSource dataSource) throws SQLException {
        for (var schema : ALL) {
            var result = Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/" + schema)
                    .defaultSchema(schema)
                    .schemas(schema)
                    .createSchemas(true)
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
            try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
                statement.execute(KEEP_HISTORY.formatted(schema));
            }
            log.info("schema {}: {} migrations run, now at {}", schema, result.migrationsExecuted, result.targetSchemaVersion);
        }
    }
}
