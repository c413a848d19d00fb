package dev.orderflow.inventory;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.CallingService;
import dev.orderflow.testkit.Postgresql;
import dev.orderflow.testkit.TestAuth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The service on a port of its own, with a real PostgreSQL, and a server in the place of auth. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.address=127.0.0.1", "orderflow.warm-up.rounds=0"})
@ContextConfiguration(initializers = InventoryTest.Surroundings.class)
@interface InventoryTest {

    /** Starts what the service needs before it begins, and ends it with the context. */
    class Surroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            try {
                var postgresql = Postgresql.start();
                Schemas.migrate(postgresql.getPostgresDatabase());
                var auth = TestAuth.start();
                var folder = Files.createTempDirectory("certificates");
                TestPropertyValues.of(
                                "spring.datasource.url=" + postgresql.getJdbcUrl("postgres", "postgres"),
                                "spring.datasource.username=postgres",
                                "orderflow.clients.auth.url=" + auth.url(),
                                "orderflow.identity.certificates=" + folder.toUri())
                        .applyTo(context);
                var beans = (DefaultListableBeanFactory) context.getBeanFactory();
                beans.registerSingleton(
                        "callers",
                        new Callers(new CallingService("order", folder), new CallingService("payment", folder)));
                beans.registerSingleton("auth", auth);
                beans.registerDisposableBean("auth", auth::close);
                beans.registerDisposableBean("postgresql", postgresql::close);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Services whose certificates inventory has.
     *
     * @param payment has no business here
     */
    record Callers(CallingService order, CallingService payment) {}
}
