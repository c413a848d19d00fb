package dev.orderflow.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.platform.telemetry.RequestAttribute.Definition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/** Checks that the registry of attributes, in the format of OpenTelemetry's Weaver, is what the code sets. */
class AttributeRegistryTest {

    private static final boolean UPDATE = Boolean.getBoolean("registry.update");

    private static final Path REGISTRY = Path.of("../../telemetry/registry/orderflow.yaml");

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void theRegistryIsWhatTheCodeSets() throws IOException {
        if (UPDATE) {
            Files.writeString(REGISTRY, registry());
        }
        assertThat(Files.readString(REGISTRY))
                .as("%s is not what RequestAttributes says; write it anew: make docs-reference", REGISTRY)
                .isEqualTo(registry());
    }

    @Test
    void namesAndTypesAreFoundInIt() throws IOException {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(REGISTRY));
        var ours = attributes(file.get("groups").getFirst());
        assertThat(ours.stream()
                        .collect(Collectors.toMap(
                                attribute -> attribute.get("id"),
                                attribute -> attribute.get("type") instanceof Map ? "string" : attribute.get("type"))))
                .isEqualTo(definitions(Definition::isOurs).stream()
                        .collect(Collectors.toMap(Definition::name, Definition::type)))
                .containsEntry("orderflow.order.lines", "int")
                .containsEntry("orderflow.card.scheme", "string");
        assertThat(attributes(file.get("groups").getLast()))
                .extracting(attribute -> attribute.get("ref"))
                .containsExactly(
                        "enduser.pseudo.id",
                        "user_agent.name",
                        "user_agent.version",
                        "http.request.body.size",
                        "db.response.status_code");
    }

    @Test
    void noNameIsTwice() {
        var names = definitions(_ -> true).stream().map(Definition::name).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][a-z_]*(\\.[a-z][a-z_]*)+"));
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a list
    private static List<Map<String, Object>> attributes(Map<String, Object> group) {
        return (List<Map<String, Object>>) group.get("attributes");
    }

    private static List<Definition> definitions(Predicate<Definition> which) {
        return RequestAttributes.all().stream()
                .<Definition>map(RequestAttribute::definition)
                .filter(which)
                .toList();
    }

    private static String registry() {
        return """
                # Made by `make docs-reference` from RequestAttributes.java. Change that, not this file.
                # In the format of OpenTelemetry's Weaver: https://github.com/open-telemetry/weaver
                groups:
                  - id: registry.orderflow
                    type: attribute_group
                    display_name: Attributes of this system
                    brief: Attributes of requests' server spans that only this system defines.
                    attributes:
                %s\
                  - id: orderflow.request
                    type: attribute_group
                    brief: Attributes of the semantic conventions that the services' code sets; the Java agent sets more.
                    attributes:
                %s""".formatted(entries(Definition::isOurs), entries(definition -> !definition.isOurs()));
    }

    private static String entries(Predicate<Definition> which) {
        return definitions(which).stream().map(AttributeRegistryTest::entry).collect(Collectors.joining());
    }

    private static String entry(Definition definition) {
        var text = new StringBuilder();
        if (definition.isOurs()) {
            text.append("      - id: %s\n".formatted(definition.name()));
            if (definition.members().isEmpty()) {
                text.append("        type: %s\n".formatted(definition.type()));
            } else {
                text.append("        type:\n          members:\n");
                definition
                        .members()
                        .forEach(member -> text.append("            - {id: %s, value: %s, stability: development}\n"
                                .formatted(member.replace('-', '_'), member)));
            }
            text.append("        stability: development\n");
        } else {
            text.append("      - ref: %s\n".formatted(definition.name()));
        }
        text.append("        brief: %s\n".formatted(JSON.writeValueAsString(definition.brief())));
        if (!definition.examples().isEmpty()) {
            text.append("        examples: %s\n"
                    .formatted(JSON.writeValueAsString(definition.examples()).replace(",", ", ")));
        }
        return text.append("        annotations: {set_by: [%s]}\n".formatted(String.join(", ", definition.setBy())))
                .toString();
    }
}
