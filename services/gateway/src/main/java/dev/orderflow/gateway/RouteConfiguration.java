package dev.orderflow.gateway;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import dev.orderflow.platform.client.ClientsProperties;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.Problems;
import dev.orderflow.platform.limit.DeviceCookies;
import java.util.Map;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Routes of the gateway: which service answers which path. All other paths are refused. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    static final Map<String, String> SERVICE_BY_PATH = Map.of(
            "/api/auth/**", "auth",
            "/api/users/**", "user",
            "/api/products/**", "inventory",
            "/api/orders/**", "order");

    /** Reads an answer whole within its call, so that one that breaks off or stalls is still reported as such. */
    @Bean
    RestClientCustomizer wholeAnswers() {
        return builder -> builder.bufferContent((uri, method) -> true);
    }

    @Bean
    RouterFunction<ServerResponse> routes(ClientsProperties clients, Services services, DeviceCookies devices) {
        return SERVICE_BY_PATH.entrySet().stream()
                .map(entry -> toService(clients, services, devices, entry.getKey(), entry.getValue()))
                .reduce(RouterFunction::and)
                .orElseThrow();
    }

    private static RouterFunction<ServerResponse> toService(
            ClientsProperties clients, Services services, DeviceCookies devices, String path, String service) {
        return route(service)
                .route(path(path), http())
                .before(uri(clients.url(service)))
                .filter((request, next) -> {
                    try {
                        var response = services.call(service, request.method(), () -> handle(next, request));
                        if (response.statusCode().is2xxSuccessful()) {
                            request.attribute(LoginLimitFilter.EMAIL)
                                    .ifPresent(email -> rememberDevice(devices, request, response, email));
                        }
                        return response;
                    } catch (ApiException e) {
                        return ServerResponse.status(e.code().status())
                                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                                .body(Problems.of(e.code(), String.valueOf(e.getMessage())));
                    }
                })
                .build();
    }

    private static void rememberDevice(
            DeviceCookies devices, ServerRequest request, ServerResponse response, Object email) {
        var cookie = devices.issue(email.toString(), request.servletRequest().isSecure());
        response.headers().add(HttpHeaders.SET_COOKIE, cookie.toString());
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
