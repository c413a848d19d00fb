package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class GatewayPropertiesTest {

    @Test
    void defaults() {
        assertThat(TestProperties.with())
                .isEqualTo(new GatewayProperties(
                        DataSize.ofKilobytes(64),
                        new GatewayProperties.RateLimit(50, 100, 10, 60, 60, Duration.ofMinutes(1), 20_000),
                        new GatewayProperties.Retry(10, 10)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate-limit.per-second=0",
                "rate-limit.burst=0",
                "rate-limit.failed-logins=0",
                "rate-limit.failed-logins-per-address=0",
                "rate-limit.logins=0",
                "rate-limit.failed-logins-per=0s",
                "rate-limit.clients=0",
                "retry.percent=101",
                "retry.burst=0"
            })
    void whatMakesNoSenseIsRefusedAtStart(String property) {
        new ApplicationContextRunner()
                .withUserConfiguration(Properties.class)
                .withPropertyValues("orderflow.gateway." + property)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("orderflow.gateway"));
    }

    @EnableConfigurationProperties(GatewayProperties.class)
    static class Properties {}
}
