package dev.orderflow.platform.deadline;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Configures one deadline for each request, which each hop shortens. */
@AutoConfiguration
@EnableConfigurationProperties(DeadlineProperties.class)
public class DeadlineAutoConfiguration {

    @Bean
    FilterRegistrationBean<DeadlineFilter> deadlineFilter(DeadlineProperties properties) {
        var registration = new FilterRegistrationBean<>(new DeadlineFilter(properties.request()));
        // Before security, whose own calls (keys, sessions) count too.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    @Bean
    DeadlineRequestFactory deadlineRequestFactory(DeadlineProperties properties) {
        return new DeadlineRequestFactory(properties);
    }
}
