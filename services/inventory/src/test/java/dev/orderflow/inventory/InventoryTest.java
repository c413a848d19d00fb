package dev.orderflow.inventory;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.CallingService;
import dev.orderflow.testkit.Postgresql;
import dev.orderflow.testkit.TestAuth;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** The service on a port of its own, with a real PostgreSQL, and a server in the place of auth. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "orderflow.warm-up.rounds=0"})
@Import(InventoryTest.Surroundings.class)
@interface InventoryTest {

    @TestConfiguration(proxyBeanMethods = false)
    class Surroundings {

        @Bean
        EmbeddedPostgres postgresql() throws IOException {
            var postgresql = Postgresql.start();
            Schemas.migrate(postgresql.getPostgresDatabase());
            return postgresql;
        }

        @Bean
        TestAuth auth() {
            return TestAuth.start();
        }

        @Bean
        DynamicPropertyRegistrar surroundings(EmbeddedPostgres postgresql, TestAuth auth, Callers callers) {
            return properties -> {
                properties.add("spring.datasource.url", () -> postgresql.getJdbcUrl("postgres", "postgres"));
                properties.add("spring.datasource.username", () -> "postgres");
                properties.add("orderflow.clients.auth.url", auth::url);
                properties.add("orderflow.identity.certificates", callers::certificates);
            };
        }

        @Bean
        Callers callers() throws IOException {
            var folder = Files.createTempDirectory("certificates");
            return new Callers(
                    folder.toUri().toString(),
                    new CallingService("order", folder),
                    new CallingService("payment", folder));
        }
    }

    /**
     * Services whose certificates inventory has.
     *
     * @param certificates their folder's URI
     * @param payment has no business here
     */
    record Callers(String certificates, CallingService order, CallingService payment) {}
}
