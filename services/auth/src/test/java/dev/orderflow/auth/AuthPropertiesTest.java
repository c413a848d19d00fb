package dev.orderflow.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class AuthPropertiesTest {

    @Configuration
    @EnableConfigurationProperties(AuthProperties.class)
    static class Only {}

    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Only.class);

    @Test
    void theDefaults() {
        context.withPropertyValues("orderflow.auth.keys=/keys")
                .run(started -> assertThat(started.getBean(AuthProperties.class))
                        .isEqualTo(new AuthProperties(
                                Path.of("/keys"),
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(5),
                                Duration.ofHours(12))));
    }

    @Test
    void aTokenThatOutlivesItsSessionIsRefused() {
        context.withPropertyValues("orderflow.auth.keys=/keys", "orderflow.auth.session-life=4m")
                .run(failed -> assertThat(failed)
                        .getFailure()
                        .hasStackTraceContaining("token-life must not be longer than session-life"));
    }

    @Test
    void withoutKeysThereIsNoStart() {
        context.run(failed -> assertThat(failed).getFailure().hasStackTraceContaining("keys"));
    }
}
