package dev.orderflow.platform.messaging;

import dev.orderflow.contracts.DeadLetterHeaders;
import dev.orderflow.contracts.Topics;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;
import tools.jackson.databind.json.JsonMapper;

/** Configures the consuming and producing of events: exactly one effect from at-least-once delivery. */
@AutoConfiguration(after = {JdbcClientAutoConfiguration.class, KafkaAutoConfiguration.class})
@ConditionalOnBean({JdbcClient.class, KafkaTemplate.class})
@EnableConfigurationProperties(MessagingProperties.class)
public class MessagingAutoConfiguration {

    /** Twice what a topic takes by default, in bytes: the largest record, and why it is dead. */
    private static final int LARGEST_DEAD = 2 * 1024 * 1024;

    /** In characters. */
    private static final int LONGEST_REASON = 1000;

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
     * An effect that failed is tried again until its event is so old that the broker would soon forget it, and for some
     * minutes at least: none is lost, none is overtaken before. Then, and at once where no retry can mend it, as a
     * record that is no event, it goes to the topic of the dead, with the reason in its headers.
     */
    @Bean
    CommonErrorHandler eventErrorHandler(MessagingProperties properties, KafkaTemplate<String, String> kafka) {
        var recoverer = new DeadLetterPublishingRecoverer(
                kafka, (message, e) -> new TopicPartition(Topics.dead(message.topic()), message.partition()));
        // What was thrown is in the log. A large record must fit its topic with the headers that it gets.
        recoverer.excludeHeader(
                HeadersToAdd.EXCEPTION, HeadersToAdd.EX_CAUSE, HeadersToAdd.EX_MSG, HeadersToAdd.EX_STACKTRACE);
        recoverer.addHeadersFunction((message, e) ->
                new RecordHeaders().add(DeadLetterHeaders.REASON, reason(e).getBytes(StandardCharsets.UTF_8)));
        recoverer.setLogRecoveryRecord(true);
        recoverer.setFailIfSendResultIsError(true);
        var handler = new DefaultErrorHandler(recoverer);
        var deadline = new RetryDeadline(properties, InstantSource.system());
        handler.setBackOffFunction((message, e) -> backOff(message, deadline, properties.longestRetry()));
        handler.addNotRetryableExceptions(
                UndecodableEventException.class,
                UnprocessableEventException.class,
                DataIntegrityViolationException.class,
                // Of an order that does not exist: its service writes the row before the event.
                EmptyResultDataAccessException.class);
        return handler;
    }

    private static BackOff backOff(ConsumerRecord<?, ?> message, RetryDeadline deadline, Duration longest) {
        var pauses = new ExponentialBackOff(200, 2);
        pauses.setMaxInterval(longest.toMillis());
        return () -> {
            var pause = pauses.start();
            return () -> deadline.allowsRetry(message) ? pause.nextBackOff() : BackOffExecution.STOP;
        };
    }

    /** In words: what Spring's own headers say is that a listener threw something. */
    private static String reason(Exception e) {
        var cause = e instanceof ListenerExecutionFailedException && e.getCause() != null ? e.getCause() : e;
        var text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
    }

    @Bean
    @ConditionalOnProperty("orderflow.messaging.produces")
    KafkaAdmin.NewTopics producedTopics(MessagingProperties properties) {
        var produces = Objects.requireNonNull(properties.produces()); // the condition above
        return new KafkaAdmin.NewTopics(
                topic(produces, properties)
                        .config(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(properties.retention().toMillis()))
                        .build(),
                // A dead letter waits for whoever mends its reason, however long that takes.
                topic(Topics.dead(produces), properties)
                        .config(TopicConfig.RETENTION_MS_CONFIG, "-1")
                        .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(LARGEST_DEAD))
                        .build());
    }

    @Bean
    @ConditionalOnProperty("orderflow.messaging.produces")
    TopicCreation topicCreation(KafkaAdmin admin) {
        return new TopicCreation(admin);
    }

    private static TopicBuilder topic(String name, MessagingProperties properties) {
        return TopicBuilder.name(name)
                .partitions(properties.partitions())
                .replicas(properties.replicas())
                // What is acknowledged is on the disk: a node that loses its power loses no event that we have marked
                // as sent.
                .config(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1");
    }
}
