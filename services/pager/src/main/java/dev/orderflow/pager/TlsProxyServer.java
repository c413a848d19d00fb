package dev.orderflow.pager;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.ProtocolHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Opens a second port, for a proxy that terminates TLS. The port of a request says whether the client's connection was
 * encrypted, and whether its {@code X-Forwarded-For} is the proxy's: at the plain port such headers are ignored. In all
 * else the ports are alike.
 */
final class TlsProxyServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final @Nullable Integer port;

    /** @param port null for none */
    TlsProxyServer(@Nullable Integer port) {
        this.port = port;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (port == null) {
            return;
        }
        // Made and set up with the plain one, as what others do to that is known by then.
        factory.addConnectorCustomizers(new TomcatConnectorCustomizer() {
            @Override
            public void customize(Connector plain) {
                var connector = new Connector(plain.getProtocolHandlerClassName());
                connector.setPort(port);
                connector.setThrowOnFailure(true);
                connector.setScheme("https");
                connector.setSecure(true);
                connector.setURIEncoding(plain.getURIEncoding());
                factory.getProtocolHandlerCustomizers()
                        .forEach(customizer -> apply(customizer, connector.getProtocolHandler()));
                factory.getConnectorCustomizers().stream()
                        .filter(customizer -> customizer != this)
                        .forEach(customizer -> customizer.customize(connector));
                factory.addAdditionalConnectors(connector);
                factory.addEngineValves(new ForwardedClient(connector));
            }
        });
    }

    @SuppressWarnings(
            "unchecked") // each of ours is for any handler, and Spring Boot's are for the one that both ports have
    private static void apply(TomcatProtocolHandlerCustomizer<?> customizer, ProtocolHandler handler) {
        ((TomcatProtocolHandlerCustomizer<ProtocolHandler>) customizer).customize(handler);
    }

    /** Takes the client's address from the proxy's header, at the proxy's port alone. */
    private static final class ForwardedClient extends RemoteIpValve {

        private final Connector connector;

        private ForwardedClient(Connector connector) {
            this.connector = connector;
            setInternalProxies(".*"); // whoever reaches the port
            setProtocolHeader(null); // the port says so
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getConnector() == connector) {
                super.invoke(request, response);
            } else {
                getNext().invoke(request, response);
            }
        }
    }
}
