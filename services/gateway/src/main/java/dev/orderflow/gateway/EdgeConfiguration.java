package dev.orderflow.gateway;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How Tomcat meets clients: {@link EdgeProtocol}, and bodies that nobody reads before the {@link BodyFilter}. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    BodyReads bodyReads(@Value("${server.tomcat.threads.max}") int threads) {
        return new BodyReads(threads);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> edge(BodyReads reads) {
        return factory -> {
            factory.setProtocol(EdgeProtocol.class.getName());
            factory.addConnectorCustomizers(connector -> {
                ((EdgeProtocol) connector.getProtocolHandler()).setUnreadBody(new UnreadBody(reads));
                // A form is no request of this API: asked for a parameter, Tomcat would read the body for it.
                connector.setParseBodyMethods("");
            });
        };
    }
}
