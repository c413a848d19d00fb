package dev.orderflow.pager;

import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How requests are served. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

    /**
     * Each request by a thread of its own: whoever looks at the pages does not queue behind a storm's deliveries, which wait
     * for each other at the intake. Not by {@code spring.threads.virtual}: the scheduled tasks would then share one thread.
     */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> aThreadForEachRequest() {
        return factory -> factory.addProtocolHandlerCustomizers(handler -> handler.setExecutor(new VirtualThreadExecutor("http-")));
    }
}
