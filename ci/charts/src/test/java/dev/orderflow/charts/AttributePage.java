package dev.orderflow.charts;

import static dev.orderflow.charts.Manifest.each;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of the requests' attributes, made from their registry. */
final class AttributePage {

    private static final Path REGISTRY = Path.of("telemetry/registry/orderflow.yaml");

    private AttributePage() {}

    /** @param made a sentence with the place of what a page is made from */
    static String markdown(String made) {
        var registry = Chart.yaml(Markdown.read(REGISTRY)).getFirst();
        return """
                # Attributes of requests

                %s

                The server span of a request has these attributes: who asked, with what client, for what. `make who` compares failed
                requests with the others by all of them but `enduser.pseudo.id`, which says whose a request is, sizes, and the two
                that say how it failed: `orderflow.error.code`, and `db.response.status_code`, which the span of an event has, too.
                The services put none on a metric, and none names a person. Names that begin with `orderflow.` are defined here, the
                others by OpenTelemetry's
                [semantic conventions](https://opentelemetry.io/docs/specs/semconv/registry/attributes/). What the Java agent
                sets, as `http.route`, `client.address` and `user_agent.original`, is not in the table.

                | Attribute | Type | On the span of | Meaning |
                |---|---|---|---|
                %s""".formatted(
                        made.formatted("`%s`".formatted(REGISTRY)),
                        each(registry, "groups")
                                .flatMap(group -> each(group, "attributes"))
                                .map(AttributePage::row)
                                .collect(Collectors.joining()));
    }

    private static String row(Map<String, Object> attribute) {
        var isOurs = attribute.containsKey("id");
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        attribute.get(isOurs ? "id" : "ref"),
                        isOurs ? type(attribute.get("type")) : "by the conventions",
                        names((List<?>) Chart.map(attribute.get("annotations")).get("set_by")),
                        attribute.get("brief"));
    }

    private static String type(Object type) {
        return type instanceof String name
                ? name
                : names(each(Chart.map(type), "members")
                        .map(member -> "`%s`".formatted(member.get("value")))
                        .toList());
    }

    private static String names(List<?> names) {
        return names.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
