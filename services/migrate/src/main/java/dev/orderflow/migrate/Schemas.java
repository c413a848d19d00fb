package dev.orderflow.migrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas, one for each service, each with its own history; {@code db/<schema>} holds its migrations,
 * {@code db/each} those that follow any.
 */
public final class Schemas {

    private static final Logger log = LoggerFactory.getLogger(Schemas.class);

    /** In alphabetical order; none needs another. */
    static final List<String> ALL = all();

    private Schemas() {}

    private static List<String> all() {
        try {
            var location = Path.of(Schemas.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(location)) {
                return folders(location.resolve("db"));
            }
            try (var jar = FileSystems.newFileSystem(location)) {
                return folders(jar.getPath("db"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> folders(Path db) throws IOException {
        try (var folders = Files.list(db)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString().replace("/", ""))
                    .filter(name -> !name.equals("each"))
                    .sorted()
                    .toList();
        }
    }

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
