package dev.orderflow.gateway;

import dev.orderflow.platform.edge.EdgeServer;
import dev.orderflow.platform.limit.Places;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Configures how Tomcat reads clients' requests: bodies whole, within a time; and what a request's span records. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

    /** At most half of the threads wait for bodies. */
    @Bean
    Places bodyReads(@Value("${server.tomcat.threads.max}") int threads) {
        return new Places(threads / 2);
    }

    /** Before every filter that refuses. */
    @Bean
    FilterRegistrationBean<RequestAttributesFilter> requestAttributesFilter(Clock clock) {
        var registration = new FilterRegistrationBean<>(new RequestAttributesFilter(clock));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return registration;
    }

    @Bean
    EdgeServer edgeServer(Places reads) {
        return new EdgeServer(reads, READ_TIMEOUT);
    }
}
