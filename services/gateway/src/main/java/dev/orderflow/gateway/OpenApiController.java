package dev.orderflow.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Serves the OpenAPI document, as YAML and as JSON. */
@RestController
class OpenApiController {

    static final String YAML = "application/yaml"; // RFC 9512

    private final String text;
    private final Map<String, Object> document;

    OpenApiController() throws IOException {
        text = new ClassPathResource("openapi.yaml").getContentAsString(StandardCharsets.UTF_8);
        document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }

    @GetMapping(path = "/api/openapi.yaml", produces = YAML)
    byte[] yaml() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @GetMapping(path = "/api/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, Object> json() {
        return document;
    }
}
