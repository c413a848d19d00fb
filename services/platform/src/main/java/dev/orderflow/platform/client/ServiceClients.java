package dev.orderflow.platform.client;

import dev.orderflow.platform.deadline.DeadlineRequestFactory;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.identity.ServiceIdentity;
import dev.orderflow.platform.json.TolerantJson;
import java.io.IOException;
import java.util.Arrays;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the HTTP clients of other services: with the deadline, this service's token, the shopper's, and the error
 * model.
 */
public final class ServiceClients {

    private final RestClient.Builder builder;
    private final ClientsProperties properties;
    private final ServiceIdentity identity;
    private final JsonMapper json;

    ServiceClients(
            RestClient.Builder builder,
            DeadlineRequestFactory requests,
            ClientsProperties properties,
            ServiceIdentity identity,
            JsonMapper json) {
        // What the other service wrote may be a newer version's.
        var converter = new JacksonJsonHttpMessageConverter(TolerantJson.of(json));
        this.builder = builder.requestFactory(requests)
                .configureMessageConverters(
                        converters -> converters.registerDefaults().withJsonConverter(converter));
        this.properties = properties;
        this.identity = identity;
        this.json = json;
    }

    /** @throws IllegalStateException where the service has no address */
    public RestClient of(String service) {
        return builder.clone()
                .baseUrl(properties.url(service))
                .requestInterceptor((request, body, execution) -> {
                    request.getHeaders().set(ServiceIdentity.HEADER, identity.tokenFor(service));
                    if (SecurityContextHolder.getContext().getAuthentication()
                            instanceof JwtAuthenticationToken token) {
                        request.getHeaders().setBearerAuth(token.getToken().getTokenValue());
                    }
                    return execution.execute(request, body);
                })
                .defaultStatusHandler(
                        HttpStatusCode::isError, (request, response) -> refuse(service, request, response))
                .build();
    }

    /** A refusal keeps the code that the other service gave it, so that the shopper hears the true reason. */
    private void refuse(String service, HttpRequest request, ClientHttpResponse response) throws IOException {
        var body = response.getBody().readNBytes(16_384);
        try {
            var problem = json.readTree(body);
            var code = problem.path("code").asString("");
            if (Arrays.stream(ErrorCode.values()).anyMatch(known -> known.name().equals(code))) {
                throw new ApiException(
                        ErrorCode.valueOf(code), problem.path("detail").asString(""));
            }
        } catch (tools.jackson.core.JacksonException e) {
            // Not a problem document: reported below by its status.
        }
        throw new ApiException(
                ErrorCode.DOWNSTREAM_FAILED,
                service + " answered " + response.getStatusCode().value() + " to " + request.getMethod() + ".");
    }
}
