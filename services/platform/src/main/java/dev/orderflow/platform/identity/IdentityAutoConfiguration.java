package dev.orderflow.platform.identity;

import dev.orderflow.platform.error.ErrorAutoConfiguration;
import dev.orderflow.platform.error.ProblemWriter;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Configures each service's identity towards the others. */
@AutoConfiguration(after = ErrorAutoConfiguration.class)
@EnableConfigurationProperties(IdentityProperties.class)
public class IdentityAutoConfiguration {

    @Bean
    ServiceIdentity serviceIdentity(@Value("${spring.application.name}") String name, IdentityProperties properties) {
        return new ServiceIdentity(name, properties, Clock.systemUTC());
    }

    @Bean
    FilterRegistrationBean<ServiceTokenFilter> serviceTokenFilter(ServiceIdentity identity, ProblemWriter problems) {
        var registration = new FilterRegistrationBean<>(new ServiceTokenFilter(identity, problems));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 15);
        return registration;
    }
}
