package dev.orderflow.platform.shutdown;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps serving requests for a while after the shutdown has begun, and closes each connection after its response.
 * Kubernetes terminates a pod and removes it from its Service's endpoints at the same time. Without the drain, a client
 * that still has the old endpoints is refused, and a kept-alive connection is closed while a request is on its way.
 */
final class Drain implements SmartLifecycle, WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Duration length;
    private volatile boolean isRunning;
    private volatile boolean isDraining;

    Drain(Duration length) {
        this.length = length;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addEngineValves(valve());
    }

    private Valve valve() {
        return new ValveBase(true) {
            @Override
            public void invoke(Request request, Response response) throws IOException, ServletException {
                if (isDraining) {
                    response.setHeader("Connection", "close");
                }
                getNext().invoke(request, response);
            }
        };
    }

    /** Stops before the web server, which then waits for the requests in progress. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void start() {
        isRunning = true;
    }

    /** Begins the drain. The context goes on with its shutdown when the callback runs. */
    @Override
    public void stop(Runnable callback) {
        isDraining = true;
        CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    isRunning = false;
                    callback.run();
                });
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }
}
