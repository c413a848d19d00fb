package dev.orderflow.platform.outbox;

import dev.orderflow.platform.messaging.EventCodec;
import dev.orderflow.platform.messaging.MessagingAutoConfiguration;
import io.opentelemetry.api.GlobalOpenTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Configures an {@link Outbox} for each service that produces to a topic ({@code orderflow.messaging.produces}). */
@AutoConfiguration(
        after = {JdbcClientAutoConfiguration.class, KafkaAutoConfiguration.class, MessagingAutoConfiguration.class})
@ConditionalOnBean({JdbcClient.class, KafkaTemplate.class})
@ConditionalOnProperty("orderflow.messaging.produces")
@EnableConfigurationProperties(OutboxProperties.class)
public class OutboxAutoConfiguration {

    @Bean
    OutboxRelay outboxRelay(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            KafkaTemplate<String, String> kafka,
            OutboxProperties properties) {
        return new OutboxRelay(jdbc, new TransactionTemplate(transactions), kafka, properties);
    }

    @Bean
    OutboxAge outboxAge(JdbcClient jdbc) {
        return new OutboxAge(jdbc, GlobalOpenTelemetry.getMeter("dev.orderflow.outbox"));
    }

    @Bean
    Outbox outbox(JdbcClient jdbc, EventCodec codec, OutboxRelay relay) {
        return new Outbox(jdbc, codec, relay::wake);
    }
}
