package dev.orderflow.pager;

import dev.orderflow.testkit.TestClock;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** The whole pager on a port of its own, a database file of its own, and a clock that stands still. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(classes = Pager.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ActiveProfiles("test")
@Import(PagerTest.Surroundings.class)
public @interface PagerTest {

    @TestConfiguration(proxyBeanMethods = false)
    class Surroundings {

        @Bean
        @Primary
        TestClock testClock() {
            return new TestClock();
        }

        @Bean
        DynamicPropertyRegistrar database() throws IOException {
            var folder = Files.createTempDirectory("pager");
            return properties -> properties.add(
                    "orderflow.pager.database", () -> folder.resolve("pager.db").toString());
        }
    }
}
