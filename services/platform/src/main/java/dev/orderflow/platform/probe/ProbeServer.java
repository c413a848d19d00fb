package dev.orderflow.platform.probe;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Opens a port for Kubernetes' probes, with threads and connections of its own. At the clients' port a flood, or a
 * service that answers slowly, keeps the probes out as it does everybody else: the program would be restarted when it
 * has most to do, and a client could have it restarted. The port answers health, and 404 to all else.
 */
final class ProbeServer implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String HEALTH = "/actuator/health";
    private static final int TIMEOUT = 5_000; // ms

    private final @Nullable Integer port;

    /** @param port null for none, 0 for any free one */
    ProbeServer(@Nullable Integer port) {
        this.port = port;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (port == null) {
            return;
        }
        var protocol = new Http11NioProtocol();
        // One probe at a time of each kind, and one for a person.
        protocol.setMaxThreads(3);
        protocol.setMinSpareThreads(1);
        protocol.setMaxConnections(20);
        protocol.setAcceptCount(10);
        protocol.setMaxKeepAliveRequests(1);
        protocol.setConnectionTimeout(TIMEOUT);
        var connector = new Connector(protocol);
        connector.setPort(port);
        connector.setThrowOnFailure(true);
        factory.addAdditionalConnectors(connector);
        factory.addEngineValves(new HealthAlone(connector));
    }

    /** Answers nothing but health at the probes' port. */
    private static final class HealthAlone extends ValveBase {

        private final Connector connector;

        private HealthAlone(Connector connector) {
            super(true);
            this.connector = connector;
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            if (request.getConnector() == connector && !isHealth(request.getDecodedRequestURI())) {
                response.setStatus(404);
                return;
            }
            getNext().invoke(request, response);
        }

        /** @param path null where Tomcat has refused to read it */
        private static boolean isHealth(@Nullable String path) {
            return path != null && (path.equals(HEALTH) || path.startsWith(HEALTH + "/"));
        }
    }
}
