package dev.orderflow.gateway;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import dev.orderflow.platform.client.ClientsProperties;
import dev.orderflow.platform.client.Downstream;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.Problems;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Which service answers which path; nothing else is let through. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    private static final Map<String, String> SERVICE_BY_PATH = Map.of(
            "/api/auth/**", "auth",
            "/api/users/**", "user",
            "/api/products/**", "inventory",
            "/api/orders/**", "order");

    @Bean
    RouterFunction<ServerResponse> routes(ClientsProperties clients) {
        return SERVICE_BY_PATH.entrySet().stream()
                .map(entry -> toService(clients, entry.getKey(), entry.getValue()))
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    private static RouterFunction<ServerResponse> toService(ClientsProperties clients, String path, String service) {
        return route(service)
                .route(path(path), http())
                .before(uri(clients.url(service)))
                .filter((request, next) -> {
                    try {
                        return Downstream.call(service, () -> handle(next, request));
                    } catch (ApiException e) {
                        return ServerResponse.status(e.code().status())
                                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                                .body(Problems.of(e.code(), String.valueOf(e.getMessage())));
                    }
                })
                .build();
    }

    private static ServerResponse handle(HandlerFunction<ServerResponse> next, ServerRequest request) {
        try {
            return next.handle(request);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
