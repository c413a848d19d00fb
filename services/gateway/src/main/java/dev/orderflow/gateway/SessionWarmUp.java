package dev.orderflow.gateway;

import dev.orderflow.platform.client.ServiceClients;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.warmup.WarmUp;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Warms up the check of sessions: asks auth for one that does not exist. */
@Component
final class SessionWarmUp implements WarmUp {

    private final RestClient auth;

    SessionWarmUp(ServiceClients clients) {
        auth = clients.of("auth");
    }

    @Override
    public void run() {
        ApiException.expectRefusal(() -> auth.get()
                .uri("/internal/sessions/{id}", UUID.randomUUID())
                .retrieve()
                .toBodilessEntity());
    }
}
