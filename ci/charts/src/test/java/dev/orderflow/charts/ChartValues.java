package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The keys of a chart's values.yaml as Markdown, in the file's order: each with its type, its default, the values that
 * the schema allows, and the comment above it or at the end of its line.
 */
final class ChartValues {

    /** In a comment: three spaces, names, two spaces or more, and what they mean. */
    private static final Pattern DEFINITION = Pattern.compile(" {3}(\\S+(?:, \\S+)*) {2,}(\\S.*)");

    /** In a comment: a further line of a definition. */
    private static final Pattern CONTINUED = Pattern.compile(" {5,}(\\S.*)");

    /** A comment, taken apart: its sentences, and the names that it defines. */
    private record Comment(String text, Map<String, String> definitions) {}

    /** A row of a table. */
    private record Row(String key, String type, String byDefault, String description) {}

    private final Map<String, Object> values;
    private final Map<String, Object> schema;
    private final MappingNode root;

    private ChartValues(Path chart) {
        var text = Markdown.read(chart.resolve("values.yaml"));
        values = Chart.yaml(text).getFirst();
        schema = Chart.yaml(Markdown.read(chart.resolve("values.schema.json"))).getFirst();
        var options = new LoaderOptions();
        options.setProcessComments(true);
        root = (MappingNode) new Yaml(options).compose(new StringReader(text));
    }

    /**
     * Returns a section for each key of the first level.
     *
     * @param chart its folder, relative to the root
     * @param heading the marks of a section's heading, as {@code ##}
     */
    static String markdown(Path chart, String heading) {
        var chartValues = new ChartValues(chart);
        return chartValues.root.getValue().stream()
                .map(tuple -> {
                    var key = ((ScalarNode) tuple.getKeyNode()).getValue();
                    return "%s `%s`\n\n%s"
                            .formatted(
                                    heading, key, chartValues.section(key, tuple.getKeyNode(), tuple.getValueNode()));
                })
                .collect(Collectors.joining("\n"));
    }

    private String section(String key, Node keyNode, Node valueNode) {
        var comment = comment(keyNode, valueNode);
        var rows = new ArrayList<Row>();
        if (isBlock(valueNode)) {
            rows(List.of(key), (MappingNode) valueNode, values.get(key), comment, rows);
        } else {
            row(List.of(key), valueNode, values.get(key), comment, rows);
        }
        var used = rows.stream().map(Row::key).toList();
        var text = new StringBuilder();
        if (isBlock(valueNode) && !comment.text().isEmpty()) {
            text.append(comment.text()).append("\n\n");
        }
        var others = comment.definitions().entrySet().stream()
                .filter(definition -> names(definition.getKey()).noneMatch(name -> used.contains(key + "." + name)))
                .map(definition -> "- %s: %s\n"
                        .formatted(
                                names(definition.getKey()).collect(Collectors.joining("`, `", "`", "`")),
                                definition.getValue()))
                .collect(Collectors.joining());
        if (!others.isEmpty()) {
            text.append(others).append('\n');
        }
        text.append("| Key | Type | Default | Description |\n|---|---|---|---|\n");
        rows.forEach(row -> text.append("| `%s` | %s | %s | %s |\n"
                .formatted(
                        row.key(),
                        row.type(),
                        row.byDefault(),
                        row.description().replace("|", "\\|"))));
        return text.toString();
    }

    private void rows(List<String> path, MappingNode mapping, @Nullable Object values, Comment above, List<Row> rows) {
        for (var tuple : mapping.getValue()) {
            var name = ((ScalarNode) tuple.getKeyNode()).getValue();
            var comment = comment(tuple.getKeyNode(), tuple.getValueNode());
            var here = below(path, name);
            var value = map(values).get(name);
            if (isBlock(tuple.getValueNode())) {
                if (!comment.text().isEmpty()) {
                    rows.add(new Row(String.join(".", here), "object", "", comment.text()));
                }
                rows(here, (MappingNode) tuple.getValueNode(), value, comment, rows);
            } else {
                var defined = definition(above, name);
                row(
                        here,
                        tuple.getValueNode(),
                        value,
                        comment.text().isEmpty() && defined != null
                                ? new Comment(defined, comment.definitions())
                                : comment,
                        rows);
            }
        }
    }

    /** A mapping in braces is one row; so is each of its keys that the comment defines. */
    private void row(List<String> path, Node node, @Nullable Object value, Comment comment, List<Row> rows) {
        add(path, value, comment.text(), rows);
        if (node instanceof MappingNode mapping) {
            for (var tuple : mapping.getValue()) {
                var name = ((ScalarNode) tuple.getKeyNode()).getValue();
                var defined = definition(comment, name);
                if (defined != null) {
                    add(below(path, name), map(value).get(name), defined, rows);
                }
            }
        }
    }

    private void add(List<String> path, @Nullable Object value, String description, List<Row> rows) {
        rows.add(new Row(String.join(".", path), type(value) + allowed(path), code(value), description));
    }

    private static List<String> below(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    private static boolean isBlock(Node node) {
        return node instanceof MappingNode mapping
                && mapping.getFlowStyle() == DumperOptions.FlowStyle.BLOCK
                && !mapping.getValue().isEmpty();
    }

    private static Stream<String> names(String defined) {
        return Stream.of(defined.split(", "));
    }

    private static @Nullable String definition(Comment comment, String name) {
        return comment.definitions().entrySet().stream()
                .filter(definition -> names(definition.getKey()).anyMatch(name::equals))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static Comment comment(Node keyNode, Node valueNode) {
        var lines = Stream.of(
                        lastParagraph(keyNode.getBlockComments()),
                        valueNode.getInLineComments(),
                        keyNode.getInLineComments())
                .filter(comments -> comments != null)
                .flatMap(List::stream)
                .map(comment -> comment.getValue().stripTrailing())
                .toList();
        var prose = new StringBuilder();
        var definitions = new LinkedHashMap<String, String>();
        var last = "";
        for (var line : lines) {
            var definition = DEFINITION.matcher(line);
            var continued = CONTINUED.matcher(line);
            if (definition.matches()) {
                last = definition.group(1);
                definitions.put(last, escaped(definition.group(2)));
            } else if (!last.isEmpty() && continued.matches()) {
                definitions.merge(last, escaped(continued.group(1)), (one, other) -> one + " " + other);
            } else {
                last = "";
                prose.append(escaped(line.strip())).append(' ');
            }
        }
        return new Comment(prose.toString().strip(), definitions);
    }

    /** The lines directly above the key: what an empty line separates from it is about the file. */
    private static @Nullable List<CommentLine> lastParagraph(@Nullable List<CommentLine> lines) {
        if (lines == null) {
            return null;
        }
        var begin = 0;
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).getCommentType() == CommentType.BLANK_LINE) {
                begin = i + 1;
            }
        }
        return lines.subList(begin, lines.size());
    }

    private static String escaped(String text) {
        return text.replace("<", "&lt;").replace("*", "\\*");
    }

    private static String type(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> _ -> "object";
            case List<?> _ -> "list";
            case Boolean _ -> "bool";
            case Integer _ -> "int";
            case Number _ -> "number";
            default -> "string";
        };
    }

    private static String code(@Nullable Object value) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        var text = "".equals(value) ? "\"\"" : new Yaml(options).dump(value).strip();
        // In a table a bar ends the cell, in code too.
        return "`" + text.replaceAll("\\s*\\n\\s*", " ").replace("|", "\\|") + "`";
    }

    /** The values of an enumeration of the schema; empty where it has none for the key. */
    private String allowed(List<String> path) {
        var at = schema;
        for (var name : path) {
            at = resolved(at);
            var properties = map(at.getOrDefault("properties", Map.of()));
            var next = properties.containsKey(name) ? properties.get(name) : at.get("additionalProperties");
            if (!(next instanceof Map<?, ?>)) {
                return "";
            }
            at = map(next);
        }
        return resolved(at).get("enum") instanceof List<?> allowed
                ? allowed.stream()
                        .map(value -> "".equals(value) ? "`\"\"`" : "`" + value + "`")
                        .collect(Collectors.joining(", ", ": ", ""))
                : "";
    }

    private Map<String, Object> resolved(Map<String, Object> at) {
        return at.get("$ref") instanceof String reference
                ? map(map(schema.get("$defs")).get(reference.replaceFirst("#/\\$defs/", "")))
                : at;
    }
}
