package dev.orderflow.platform.edge;

import dev.orderflow.platform.limit.Places;
import java.time.Duration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Configures Tomcat to serve clients by {@link EdgeProtocol}, and to read no body for a parameter: where forms are
 * taken, {@link BodyFilter} does.
 */
public final class EdgeServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Places reads;
    private final Duration readTimeout;

    /**
     * @param reads the places of those whose bodies nobody read
     * @param readTimeout how long one read of a body may wait
     */
    public EdgeServer(Places reads, Duration readTimeout) {
        this.reads = reads;
        this.readTimeout = readTimeout;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(EdgeProtocol.class.getName());
        factory.addConnectorCustomizers(connector -> {
            var protocol = (EdgeProtocol) connector.getProtocolHandler();
            protocol.setConnectionUploadTimeout(Math.toIntExact(readTimeout.toMillis()));
            protocol.setUnreadBody(new UnreadBody(reads));
            connector.setParseBodyMethods("");
        });
    }
}
