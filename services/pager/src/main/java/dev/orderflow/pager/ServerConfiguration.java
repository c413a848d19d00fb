package dev.orderflow.pager;

import dev.orderflow.platform.edge.BodyReader;
import dev.orderflow.platform.edge.EdgeServer;
import dev.orderflow.platform.limit.DeviceCookies;
import dev.orderflow.platform.limit.Places;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.security.core.context.SecurityContextHolder;

/** Configures the web server: threads, places for requests, and the port for the TLS proxy. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

    /**
     * Half of the events that are read or stored at once ({@code EventsController}): slow ones leave places to the
     * others.
     */
    private static final int SLOW_BODIES = 32;

    /** A form whose second packet was lost on its way is worth the wait. */
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

    /** Who sends at once needs no place, also where slow senders with the same address have taken theirs. */
    private static final Duration FREE = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Requests at a time: more than may wait anywhere (for a gate of the intake, for their bodies), so that whoever
     * looks at the pages does not queue behind those. Each takes some 120 kB of the heap, and a connection without one
     * 16 kB.
     */
    private static final int REQUESTS = 500;

    /** Not by {@code spring.threads.virtual}: the scheduled tasks would then share one thread. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> virtualThreads() {
        return factory ->
                factory.addProtocolHandlerCustomizers(handler -> handler.setExecutor(Executors.newFixedThreadPool(
                        REQUESTS, Thread.ofVirtual().name("http-", 1).factory())));
    }

    @Bean
    Places bodyReads() {
        return new Places(SLOW_BODIES);
    }

    @Bean
    EdgeServer edgeServer(Places reads) {
        return new EdgeServer(reads, READ_TIMEOUT);
    }

    @Bean
    TlsProxyServer tlsProxyServer(PagerProperties properties) {
        return new TlsProxyServer(properties.tlsProxyPort());
    }

    /** Known as long as Alertmanager's token is the same: the pager has no other secret that outlives its process. */
    @Bean
    DeviceCookies deviceCookies(PagerProperties properties, Clock clock) {
        var secret = new ByteArrayResource(properties.intake().token().getBytes(StandardCharsets.UTF_8));
        return new DeviceCookies("pager_device", "/", secret, clock);
    }

    @Bean
    BodyReader bodyReader(Places reads, DeviceCookies devices) {
        return new BodyReader(reads, request -> client(request, devices), FREE, () -> PATIENCE);
    }

    /** Who has logged in, now or before on this device, shares no place with others of the same address. */
    private static String client(HttpServletRequest request, DeviceCookies devices) {
        var known = SecurityContextHolder.getContext().getAuthentication();
        if (known != null) {
            return "user " + known.getName();
        }
        return devices.read(request)
                .map(device -> "device " + device.id())
                .orElseGet(() -> "address " + request.getRemoteAddr());
    }
}
