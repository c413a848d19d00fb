package dev.orderflow.platform.retention;

import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;

/** Configures the retentions that services share, and the job that deletes by all of them. */
@AutoConfiguration(
        after = JdbcClientAutoConfiguration.class,
        // By name: not every service with a database has Kafka on its class path.
        afterName = "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration")
@ConditionalOnBean(JdbcClient.class)
@EnableConfigurationProperties(RetentionProperties.class)
public class RetentionAutoConfiguration {

    @Bean
    @ConditionalOnBean(KafkaTemplate.class)
    Retention processedEventRetention(RetentionProperties properties) {
        return new Retention(List.of("processed_event"), properties.processedEvents(), """
                delete from processed_event where event_id in (
                    select event_id from processed_event where processed_at < :before
                    order by processed_at limit :batch for update skip locked)
                """);
    }

    @Bean
    @ConditionalOnBean(KafkaTemplate.class)
    @ConditionalOnProperty("orderflow.messaging.produces")
    Retention outboxRetention(RetentionProperties properties) {
        return new Retention(List.of("outbox"), properties.outbox(), """
                delete from outbox where seq in (
                    select seq from outbox where published_at < :before
                    order by published_at limit :batch for update skip locked)
                """);
    }

    @Bean
    RetentionJob retentionJob(
            JdbcClient jdbc, List<Retention> retentions, RetentionProperties properties, ObjectProvider<Clock> clock) {
        return new RetentionJob(jdbc, retentions, properties, clock.getIfAvailable(Clock::systemUTC));
    }
}
