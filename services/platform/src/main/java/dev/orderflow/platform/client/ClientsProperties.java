package dev.orderflow.platform.client;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Addresses of the services that this one calls: {@code orderflow.clients.<service>.url}.
 *
 * @param clients by the service's name
 */
@ConfigurationProperties("orderflow")
public record ClientsProperties(@DefaultValue Map<String, Client> clients) {

    /** @param url scheme, host and port; no path */
    public record Client(URI url) {}

    /** @throws IllegalStateException where the service has no address; the message names the property */
    public URI url(String service) {
        var client = clients.get(service);
        if (client == null) {
            throw new IllegalStateException(
                    "no address for " + service + ": set orderflow.clients." + service + ".url");
        }
        return client.url();
    }
}
