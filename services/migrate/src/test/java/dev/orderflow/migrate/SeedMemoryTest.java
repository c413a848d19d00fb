package dev.orderflow.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.ImageFlags;
import dev.orderflow.testkit.Postgresql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the seed of many shoppers as a process with the image's flags. */
class SeedMemoryTest {

    private static final Path ROOT =
            Path.of(System.getProperty("user.dir")).resolve("../..").normalize();

    @TempDir
    private Path folder;

    /** Seeds a tenth of the shoppers that the chart allows, in half of the image's heap, which their rows exceed. */
    @Test
    void theRowsOfManyShoppersAreNotHeldInMemory() throws Exception {
        try (var postgres = Postgresql.start()) {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(ImageFlags.of(ROOT, "migrate"));
            command.addAll(List.of(
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "dev.orderflow.migrate.Migrate"));
            var environment = Map.of(
                    "SPRING_DATASOURCE_URL", postgres.getJdbcUrl("postgres", "postgres"),
                    "SPRING_DATASOURCE_USERNAME", "postgres",
                    "SPRING_DATASOURCE_PASSWORD", "postgres",
                    "ORDERFLOW_SEED_PASSWORD", "secret",
                    "ORDERFLOW_SEED_SHOPPERS", "100000",
                    "ORDERFLOW_SEED_PRODUCTS", "20",
                    "ORDERFLOW_SEED_ORDERS", "0");
            try (var migrate = Child.start("migrate", folder, environment, command)) {
                migrate.finish(Duration.ofMinutes(4));
            }
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select count(*) from users.address")) {
                rows.next();
                assertThat(rows.getLong(1)).isEqualTo(100_000);
            }
        }
    }
}
