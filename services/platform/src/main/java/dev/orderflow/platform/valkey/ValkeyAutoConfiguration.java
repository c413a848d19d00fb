package dev.orderflow.platform.valkey;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;

/** Configures the connection to Valkey: bounds the commands that wait for it. */
@AutoConfiguration(before = DataRedisAutoConfiguration.class)
@ConditionalOnClass(LettuceClientOptionsBuilderCustomizer.class)
public class ValkeyAutoConfiguration {

    /**
     * Four times as many as a pod has threads to send one; a command whose caller has given up counts until it is sent.
     */
    private static final int WAITING = 200;

    @Bean
    LettuceClientOptionsBuilderCustomizer boundedQueue() {
        return options -> options.requestQueueSize(WAITING);
    }
}
