package dev.orderflow.gateway;

import dev.orderflow.platform.edge.EdgeServer;
import dev.orderflow.platform.limit.Places;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures how Tomcat reads clients' requests: bodies whole, within a time. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(1);

    /** At most half of the threads wait for bodies. */
    @Bean
    Places bodyReads(@Value("${server.tomcat.threads.max}") int threads) {
        return new Places(threads / 2);
    }

    @Bean
    EdgeServer edgeServer(Places reads) {
        return new EdgeServer(reads, READ_TIMEOUT);
    }
}
