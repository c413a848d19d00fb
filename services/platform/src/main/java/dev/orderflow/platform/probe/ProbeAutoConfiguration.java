package dev.orderflow.platform.probe;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Opens the port of the probes where one is configured. */
@AutoConfiguration
@EnableConfigurationProperties(ProbeProperties.class)
public class ProbeAutoConfiguration {

    @Bean
    ProbeServer probeServer(ProbeProperties properties) {
        return new ProbeServer(properties.port());
    }
}
