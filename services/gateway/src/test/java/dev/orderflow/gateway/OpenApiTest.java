package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.contracts.OrderStatus;
import dev.orderflow.platform.error.ErrorCode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPatternParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {

    private final OpenApiController controller = controller();
    private final OpenAPI document = read(new String(controller.yaml(), StandardCharsets.UTF_8));

    @Test
    void itIsValid() {
        assertThat(document.getOpenapi()).startsWith("3.1");
        assertThat(document.getPaths()).hasSize(10);
    }

    @Test
    void bothFormsAreTheSame() {
        assertThat(read(new JsonMapper().writeValueAsString(controller.json()))).isEqualTo(document);
    }

    @Test
    void itsCodesAreTheSystems() {
        var codes = new JsonMapper().valueToTree(controller.json()).at("/components/schemas/ErrorCode/enum");
        assertThat(codes.valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void itsStatesAreTheOrders() {
        var order =
                new JsonMapper().valueToTree(controller.json()).at("/components/schemas/Order/properties/status/enum");
        assertThat(order.valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Arrays.stream(OrderStatus.values()).map(Enum::name).toList());
    }

    @Test
    void aRefusalsStatusAndExampleAreThoseOfItsCode() {
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> operation.getResponses().forEach((status, response) -> {
                            if (Integer.parseInt(status) >= 400) {
                                var where = method + " " + path + " " + status;
                                var problem = resolve(response).getContent().get("application/problem+json");
                                assertThat(problem.getSchema().get$ref())
                                        .as(where)
                                        .endsWith("/Problem");
                                var example = new JsonMapper().readTree(String.valueOf(problem.getExample()));
                                var code =
                                        ErrorCode.valueOf(example.path("code").asString());
                                assertThat(Integer.parseInt(status))
                                        .as(where)
                                        .isEqualTo(code.status().value());
                                assertThat(example.path("status").asInt())
                                        .as(where)
                                        .isEqualTo(code.status().value());
                                assertThat(example.path("title").asString())
                                        .as(where)
                                        .isEqualTo(code.status().getReasonPhrase());
                            }
                        })));
    }

    @Test
    void everyPathHasARouteAndEveryRouteAPath() {
        var parser = PathPatternParser.defaultInstance;
        var routes = RouteConfiguration.SERVICE_BY_PATH.keySet().stream()
                .map(parser::parse)
                .toList();
        var served = document.getPaths().keySet().stream()
                .filter(path -> routes.stream().anyMatch(route -> route.matches(PathContainer.parsePath(path))))
                .collect(Collectors.toSet());
        assertThat(document.getPaths().keySet()).isEqualTo(served);
        assertThat(routes)
                .allMatch(route -> served.stream().anyMatch(path -> route.matches(PathContainer.parsePath(path))));
    }

    private ApiResponse resolve(ApiResponse response) {
        var reference = response.get$ref();
        return reference == null
                ? response
                : document.getComponents().getResponses().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static OpenAPI read(String text) {
        var result = new OpenAPIV3Parser().readContents(text, null, new ParseOptions());
        // OpenAPI 3.1 lets a link's requestBody be anything (Link Object); the parser knows texts only.
        assertThat(result.getMessages())
                .filteredOn(message -> !message.contains(".links."))
                .isEmpty();
        return result.getOpenAPI();
    }

    private static OpenApiController controller() {
        try {
            return new OpenApiController();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
