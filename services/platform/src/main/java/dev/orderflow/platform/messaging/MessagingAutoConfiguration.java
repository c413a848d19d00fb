package dev.orderflow.platform.messaging;

import dev.orderflow.contracts.Topics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
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
        recoverer.setLogRecoveryRecord(true);
        recoverer.setFailIfSendResultIsError(true);
        var handler = new DefaultErrorHandler(recoverer, backOff);
        handler.addNotRetryableExceptions(UndecodableEventException.class, DataIntegrityViolationException.class);
        return handler;
    }

    @Bean
    @ConditionalOnProperty("orderflow.messaging.produces")
    KafkaAdmin.NewTopics producedTopics(MessagingProperties properties) {
        return new KafkaAdmin.NewTopics(Stream.of(properties.produces(), Topics.dead(properties.produces()))
                .map(name -> TopicBuilder.name(name)
                        .partitions(properties.partitions())
                        .replicas(properties.replicas())
                        .build())
                .toArray(NewTopic[]::new));
    }
}
