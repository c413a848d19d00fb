package dev.orderflow.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MessagingDefaultsTest {

    @Test
    void defaults() {
        var properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("orderflow.messaging", MessagingProperties.class);
        assertThat(properties)
                .isEqualTo(new MessagingProperties(
                        null,
                        12,
                        (short) -1,
                        Duration.ofSeconds(10),
                        Duration.ofDays(3),
                        Duration.ofDays(1),
                        Duration.ofMinutes(10)));
    }
}
