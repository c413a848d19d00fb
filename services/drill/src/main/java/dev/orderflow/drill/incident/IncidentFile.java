package dev.orderflow.drill.incident;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code k8s/incidents/<id>.yaml}, checked by {@code schema.json} beside it. */
public final class IncidentFile {

    private static final JsonMapper JSON = new JsonMapper();

    private IncidentFile() {}

    /**
     * @throws IllegalArgumentException for a file that is no incident; a line of the message for each fault, which
     *     names its line
     */
    public static Incident load(Path file) {
        var root = read(file);
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(JSON.readTree(text(file.resolveSibling("schema.json"))));
        var json = JSON.<JsonNode>valueToTree(new Yaml().load(text(file)));
        var faults = schema.validate(json).stream()
                .map(error -> "%s:%d: %s".formatted(file.getFileName(), line(root, error), message(error)))
                .distinct()
                .collect(Collectors.joining("\n"));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults);
        }
        var incident = JSON.treeToValue(json, Incident.class);
        if (!file.getFileName().toString().equals(incident.id() + ".yaml")) {
            throw new IllegalArgumentException("%s:%d: its id is %s, so its name must be %s.yaml"
                    .formatted(
                            file.getFileName(),
                            // The schema requires one.
                            Objects.requireNonNull(child(root, "id"))
                                            .getStartMark()
                                            .getLine()
                                    + 1,
                            incident.id(),
                            incident.id()));
        }
        return incident;
    }

    /** Each of a folder, by their ids. */
    public static List<Incident> all(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(IncidentFile::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Node read(Path file) {
        try {
            var root = new Yaml().compose(new StringReader(text(file)));
            if (root == null) {
                throw new IllegalArgumentException(file.getFileName() + ":1: it is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            throw new IllegalArgumentException(
                    "%s:%d: %s".formatted(file.getFileName(), e.getProblemMark().getLine() + 1, e.getProblem()), e);
        }
    }

    private static String message(Error error) {
        var place = error.getInstanceLocation().toString();
        return (place.isEmpty() ? "" : place + " ") + error.getMessage();
    }

    /** Of the offending value, or of the key that must not be there. */
    private static int line(Node root, Error error) {
        var node = find(root, error.getInstanceLocation());
        if (node instanceof MappingNode mapping && error.getProperty() != null) {
            for (var entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(error.getProperty())) {
                    return key.getStartMark().getLine() + 1;
                }
            }
        }
        return node.getStartMark().getLine() + 1;
    }

    private static Node find(Node root, NodePath path) {
        var node = root;
        for (var i = 0; i < path.getNameCount(); i++) {
            var next = child(node, path.getElement(i));
            if (next == null) {
                break;
            }
            node = next;
        }
        return node;
    }

    private static @Nullable Node child(Node node, Object step) {
        return switch (node) {
            case SequenceNode sequence
            when step instanceof Integer index -> sequence.getValue().get(index);
            case MappingNode mapping ->
                mapping.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(step.toString()))
                        .map(entry -> entry.getValueNode())
                        .findFirst()
                        .orElse(null);
            default -> null;
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("no " + file + "; there are those of k8s/incidents", e);
        }
    }

    /** See schema.json for what each member means. */
    public record Incident(
            String id,
            String title,
            Trigger trigger,
            Load load,
            Expect expect,
            String blastRadius,
            Truth truth,
            List<Mitigation> mitigations,
            List<Recovered> recovered) {

        /** One of them. */
        public record Trigger(
                @Nullable Map<String, Integer> scale,
                @Nullable Sql sql) {

            /** @throws IllegalStateException where something else sets it off */
            public Map<String, Integer> pods() {
                if (scale == null) {
                    throw new IllegalStateException("it is not set off by a number of pods");
                }
                return scale;
            }
        }

        public record Sql(String run, String undo) {}

        public record Load(double rate, long seed, String baseline) {

            /** Returns this load at half its arrival rate. */
            Load half() {
                return new Load(rate / 2, seed, baseline);
            }

            public Duration baselineLength() {
                return duration(baseline);
            }
        }

        public record Expect(List<String> pages, String within) {

            public Duration patience() {
                return duration(within);
            }
        }

        public record Truth(String component, String mechanism, String explanation, List<Evidence> evidence) {

            private static final String METRICS = "metrics";

            /**
             * Reports whether each evidence query of metrics has an answer now: false where the incident has no such
             * query, and where Prometheus does not answer.
             */
            boolean isMeasured(PrometheusReader prometheus) {
                var queries = evidence.stream()
                        .filter(one -> one.store().equals(METRICS))
                        .map(Evidence::query)
                        .toList();
                try {
                    return !queries.isEmpty()
                            && queries.stream()
                                    .noneMatch(query -> prometheus.query(query).isEmpty());
                } catch (StoreException e) {
                    return false;
                }
            }
        }

        public record Evidence(String store, String query, String shows) {}

        public record Mitigation(String id, String how, String why) {}

        public record Recovered(String query, double below) {

            /** What is not well yet, by the stores; empty where it is. What cannot be measured is not well. */
            public Optional<String> unmet(PrometheusReader prometheus) {
                var value = prometheus.value(query);
                return value < below
                        ? Optional.empty()
                        : Optional.of("%s is %.2f, not below %s".formatted(query, value, below));
            }
        }

        private static Duration duration(String text) {
            return Duration.parse("PT" + text);
        }
    }
}
