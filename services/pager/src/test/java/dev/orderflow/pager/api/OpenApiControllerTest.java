package dev.orderflow.pager.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Http;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.walk.cause.Cause;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@PagerTest
class OpenApiControllerTest {

    @LocalServerPort
    private int port;

    @Autowired
    private JsonMapper json;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping controllers;

    private OpenAPI document;
    private JsonNode tree;

    @BeforeEach
    void read() throws Exception {
        // Anybody may read it.
        var client = new Http(port, "");
        document = parse(client.get("/api/openapi.yaml").body());
        var text = client.get("/api/openapi.json").body();
        assertThat(parse(text)).isEqualTo(document);
        tree = json.readTree(text);
    }

    @Test
    void itIsServedInTwoFormsAndNoOther() throws Exception {
        var client = new Http(port, "");
        assertThat(client.get("/api/openapi.yaml").headers().firstValue("Content-Type"))
                .contains(OpenApiController.YAML);
        assertThat(client.get("/api/openapi.json").headers().firstValue("Content-Type"))
                .contains(Http.JSON);
        var other = client.get("/api/openapi.txt");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body()).contains("\"code\":\"NOT_FOUND\"");
    }

    @Test
    void itHasEachPathOfTheControllersAndNoOther() {
        var served = controllers.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> mapping.getPatternValues().stream())
                .filter(path -> path.startsWith("/api/v1/") || path.startsWith("/v2/"));
        assertThat(document.getPaths().keySet())
                .containsExactlyInAnyOrderElementsOf(served.distinct().toList());
    }

    @Test
    void itsKindsAreTheTimelines() {
        assertThat(tree.at("/components/schemas/Entry/properties/kind/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Arrays.stream(Kind.values()).map(Enum::name).toList());
    }

    @Test
    void itsWordsForCausesAreThoseOfTheLists() {
        assertThat(tree.at("/components/schemas/Component/enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(Cause.Component.values())
                        .map(Cause.Component::id)
                        .toList());
        assertThat(tree.at("/components/schemas/Mechanism/enum").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(Cause.Mechanism.values())
                        .map(Cause.Mechanism::id)
                        .toList());
    }

    @Test
    void aRefusalsStatusAndExampleAreThoseOfItsCode() {
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> operation
                                .getResponses()
                                .forEach((status, response) -> problem(status, response)
                                        .forEach(example -> {
                                            var where = method + " " + path + " " + status;
                                            var code = ErrorCode.valueOf(
                                                    example.path("code").asString());
                                            assertThat(Integer.parseInt(status))
                                                    .as(where)
                                                    .isEqualTo(code.status().value());
                                            assertThat(example.path("title").asString())
                                                    .as(where)
                                                    .isEqualTo(code.status().getReasonPhrase());
                                        }))));
    }

    /** Those of /v2/enqueue are PagerDuty's. */
    private Stream<JsonNode> problem(String status, ApiResponse response) {
        if (Integer.parseInt(status) < 400 || response.get$ref() == null) {
            return Stream.empty();
        }
        var reference = response.get$ref();
        var resolved = document.getComponents().getResponses().get(reference.substring(reference.lastIndexOf('/') + 1));
        return Stream.of(json.readTree(String.valueOf(
                resolved.getContent().get("application/problem+json").getExample())));
    }

    private static OpenAPI parse(String text) {
        var result = new OpenAPIV3Parser().readContents(text, null, new ParseOptions());
        assertThat(result.getMessages()).isEmpty();
        return result.getOpenAPI();
    }
}
