package dev.orderflow.platform.client;

import dev.orderflow.platform.deadline.DeadlineAutoConfiguration;
import dev.orderflow.platform.deadline.DeadlineRequestFactory;
import dev.orderflow.platform.identity.IdentityAutoConfiguration;
import dev.orderflow.platform.identity.ServiceIdentity;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Configures the clients of other services. */
@AutoConfiguration(
        after = {DeadlineAutoConfiguration.class, IdentityAutoConfiguration.class, RestClientAutoConfiguration.class})
@EnableConfigurationProperties(ClientsProperties.class)
public class ClientAutoConfiguration {

    @Bean
    ServiceClients serviceClients(
            RestClient.Builder builder,
            DeadlineRequestFactory requests,
            ClientsProperties properties,
            ServiceIdentity identity,
            JsonMapper json) {
        return new ServiceClients(builder, requests, properties, identity, json);
    }
}
