package dev.orderflow.platform.warmup;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Configures the warm-up of every service before it reports ready. */
@AutoConfiguration
@ConditionalOnWebApplication
@EnableConfigurationProperties(WarmUpProperties.class)
public class WarmUpAutoConfiguration {

    @Bean
    WarmUpRunner warmUpRunner(List<WarmUp> warmUps, WarmUpProperties properties) {
        return new WarmUpRunner(warmUps, properties);
    }

    @Bean
    RequestWarmUp requestWarmUp(Environment environment, WarmUpProperties properties) {
        return new RequestWarmUp(environment, properties.paths());
    }
}
