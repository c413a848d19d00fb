package dev.orderflow.platform.messaging;

import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.databind.json.JsonMapper;

/** Consuming and producing events: exactly one effect from at-least-once delivery. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnBean({JdbcClient.class, KafkaTemplate.class})
@EnableConfigurationProperties(MessagingProperties.class)
public class MessagingAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(MessagingAutoConfiguration.class);

    @Bean
    EventConsumer eventConsumer(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            JsonMapper json,
            @Value("${spring.kafka.consumer.group-id}") String group) {
        var meter = GlobalOpenTelemetry.getMeter("dev.orderflow.messaging");
        return new EventConsumer(jdbc, new TransactionTemplate(transactions), json, meter, group);
    }

    /** An effect that failed is tried again for as long as it takes: no event is given up, none is overtaken. */
    @Bean
    CommonErrorHandler eventErrorHandler(MessagingProperties properties) {
        var backOff = new ExponentialBackOff(200, 2);
        backOff.setMaxInterval(properties.longestRetry().toMillis());
        backOff.setMaxElapsedTime(TimeUnit.DAYS.toMillis(365));
        var handler = new DefaultErrorHandler(
                (message, e) -> log.error("skipped for good: {}", e.getCause() == null ? e : e.getCause().getMessage()), backOff);
        handler.addNotRetryableExceptions(UndecodableEventException.class);
        return handler;
    }

    @Bean
    @ConditionalOnProperty("orderflow.messaging.produces")
    NewTopic producedTopic(MessagingProperties properties) {
        return TopicBuilder.name(properties.produces())
                .partitions(properties.partitions())
                .replicas(properties.replicas())
                .build();
    }
}
