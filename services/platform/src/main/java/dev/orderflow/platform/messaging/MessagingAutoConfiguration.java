package dev.orderflow.platform.messaging;

import dev.orderflow.contracts.DeadLetterHeaders;
import dev.orderflow.contracts.Topics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.databind.json.JsonMapper;

/** Consuming and producing events: exactly one effect from at-least-once delivery. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnBean({JdbcClient.class, KafkaTemplate.class})
@EnableConfigurationProperties(MessagingProperties.class)
public class MessagingAutoConfiguration {

    @Bean
    EventConsumer eventConsumer(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            EventCodec codec,
            @Value("${spring.kafka.consumer.group-id}") String group) {
        var meter = GlobalOpenTelemetry.getMeter("dev.orderflow.messaging");
        return new EventConsumer(jdbc, new TransactionTemplate(transactions), codec, meter, group);
    }

    @Bean
    EventCodec eventCodec(JsonMapper json) {
        return new EventCodec(json);
    }

    /**
     * An effect that failed is tried again for as long as it takes: no event is given up, none is overtaken. Only what
     * no retry can mend, as a record that is no event, goes to the topic of the dead, with the reason in its headers.
     */
    @Bean
    CommonErrorHandler eventErrorHandler(MessagingProperties properties, KafkaTemplate<String, String> kafka) {
        var backOff = new ExponentialBackOff(200, 2);
        backOff.setMaxInterval(properties.longestRetry().toMillis());
        backOff.setMaxElapsedTime(TimeUnit.DAYS.toMillis(365));
        var recoverer = new DeadLetterPublishingRecoverer(
                kafka, (message, e) -> new TopicPartition(Topics.dead(message.topic()), message.partition()));
        recoverer.addHeadersFunction((message, e) -> new RecordHeaders().add(
                DeadLetterHeaders.REASON, reason(e).getBytes(StandardCharsets.UTF_8)));
        recoverer.setLogRecoveryRecord(true);
        recoverer.setFailIfSendResultIsError(true);
        var handler = new DefaultErrorHandler(recoverer, backOff);
        handler.addNotRetryableExceptions(
                UndecodableEventException.class,
                DataIntegrityViolationException.class,
                // Of an order that there is not: whoever tells of one wrote its row before.
                EmptyResultDataAccessException.class);
        return handler;
    }

    /** In words: what Spring's own headers say is that a listener threw something. */
    private static String reason(Exception e) {
        var cause = e instanceof ListenerExecutionFailedException && e.getCause() != null ? e.getCause() : e;
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    @Bean
    @ConditionalOnProperty("orderflow.messaging.produces")
    KafkaAdmin.NewTopics producedTopics(MessagingProperties properties) {
        return new KafkaAdmin.NewTopics(
                topic(properties.produces(), properties).build(),
                // A dead letter waits for whoever mends its reason, however long that takes.
                topic(Topics.dead(properties.produces()), properties)
                        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
                        .build());
    }

    private static TopicBuilder topic(String name, MessagingProperties properties) {
        return TopicBuilder.name(name).partitions(properties.partitions()).replicas(properties.replicas());
    }
}
