package dev.orderflow.drill.incident;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads incident files: {@code k8s/incidents/<id>.yaml}, checked against {@code schema.json} beside them. */
public final class IncidentFile {

    /** The folder of the incidents, in the working directory or the nearest directory above it that has one. */
    public static final Path FOLDER = nearest(Path.of("k8s/incidents"));

    /** The folder of the recorded runs. */
    public static final Path RECORDINGS = FOLDER.resolve("recordings");

    /** The folder with the figures of proofs, a file for each incident. */
    static final Path PROOFS = FOLDER.resolve("proofs");

    private static final String EXTENSION = ".yaml";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private IncidentFile() {}

    /**
     * Reads and checks one file.
     *
     * @throws IllegalArgumentException if the file is not a valid incident; the message has a line for each fault, with
     *     its line number
     */
    public static Incident load(Path file) {
        var root = read(file);
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema(file.resolveSibling("schema.json")));
        var json = JSON.<JsonNode>valueToTree(new Yaml().load(text(file)));
        var faults = schema.validate(json).stream()
                .map(error -> "%s:%d: %s".formatted(file.getFileName(), line(root, error), message(error)))
                .distinct()
                .collect(Collectors.joining("\n"));
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults);
        }
        var defaults = new IncidentDefaults(JSON.readTree(text(file.resolveSibling("defaults.json"))));
        refuse(file, root, defaults.faults(json));
        var incident = JSON.treeToValue(defaults.complete(json), Incident.class);
        refuse(file, root, new IncidentChecks(incident, json, services(file), parts(file), releases(file)).faults());
        if (!file.getFileName().toString().equals(incident.id() + EXTENSION)) {
            throw new IllegalArgumentException("%s:%d: its id is %s, so its name must be %s.yaml"
                    .formatted(file.getFileName(), line(root, List.of("id")), incident.id(), incident.id()));
        }
        return incident;
    }

    /** @throws IllegalArgumentException if there are faults; the message has a line for each */
    private static void refuse(Path file, Node root, List<IncidentChecks.Fault> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults.stream()
                    .map(fault -> "%s:%d: %s: %s"
                            .formatted(file.getFileName(), line(root, fault.place()), fault.pointer(), fault.message()))
                    .collect(Collectors.joining("\n")));
        }
    }

    /**
     * Loads an incident by its id.
     *
     * @param id empty for the default, which schema.json names
     * @throws IllegalArgumentException if there is no such incident (the message lists those that exist), or if its
     *     file is invalid
     */
    public static Incident named(Path folder, String id) {
        var wanted = id.isEmpty() ? defaultId(folder) : id;
        if (!ids(folder).contains(wanted)) {
            throw new IllegalArgumentException(
                    "INCIDENT=%s is none; there are: %s".formatted(wanted, String.join(", ", ids(folder))));
        }
        return load(folder.resolve(wanted + EXTENSION));
    }

    /** Returns the id of the incident that commands use if none is named. */
    public static String defaultId(Path folder) {
        return schema(folder.resolve("schema.json"))
                .at("/properties/id/default")
                .asString();
    }

    /** The ids of a folder's incidents, in alphabetical order, by the names of their files. */
    public static List<String> ids(Path folder) {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(EXTENSION))
                    .map(name -> name.substring(0, name.length() - EXTENSION.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads every incident of a folder, in the order of their ids. */
    public static List<Incident> all(Path folder) {
        return ids(folder).stream()
                .map(id -> load(folder.resolve(id + EXTENSION)))
                .toList();
    }

    private static Path nearest(Path folder) {
        return Stream.iterate(Path.of("").toAbsolutePath(), place -> place != null, Path::getParent)
                .map(place -> place.resolve(folder))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(folder);
    }

    private static JsonNode schema(Path file) {
        return JSON.readTree(text(file));
    }

    /** The services of the chart beside the incidents' folder. */
    private static Set<String> services(Path file) {
        var values = file.resolveSibling("../../helm/orderflow/values.yaml").normalize();
        return JSON.<JsonNode>valueToTree(new Yaml().load(text(values))).path("services").propertyNames().stream()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the folder of the releases, beside that of the incidents. */
    private static Path releases(Path file) {
        return file.resolveSibling("../releases").normalize();
    }

    /** Returns the components that are not services. */
    private static Set<String> parts(Path file) {
        return schema(file.resolveSibling("schema.json"))
                .at("/$defs/parts/enum")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(TreeSet::new));
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

    /** Returns the line of the offending value, or of the key that must not be there. */
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

    /** Returns the line of the value at a place; of its key, if the value belongs to a mapping. */
    private static int line(Node root, List<Object> place) {
        var parent = find(root, place.subList(0, place.size() - 1));
        if (parent instanceof MappingNode mapping) {
            for (var entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(place.getLast())) {
                    return key.getStartMark().getLine() + 1;
                }
            }
        }
        return find(root, place).getStartMark().getLine() + 1;
    }

    private static Node find(Node root, NodePath path) {
        return find(
                root,
                IntStream.range(0, path.getNameCount())
                        .mapToObj(path::getElement)
                        .toList());
    }

    private static Node find(Node root, List<Object> place) {
        var node = root;
        for (var step : place) {
            var next = child(node, step);
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
            throw new UncheckedIOException("no " + file + "; try: run this at the root of the tree", e);
        }
    }

    /** An incident. schema.json documents each member. */
    public record Incident(
            String id,
            String title,
            Trigger trigger,
            @Nullable Control control,
            LoadProfile load,
            @Nullable Rehearsed rehearsal,
            @Nullable String observe,
            Expect expect,
            String blastRadius,
            Truth truth,
            List<Mitigation> mitigations,
            @Nullable List<Harm> harmful,
            List<Recovered> recovered,
            List<Proof> proof) {

        /** Returns the actions that make the incident worse; empty if none is known. */
        public List<Harm> harms() {
            return harmful == null ? List.of() : harmful;
        }

        /**
         * Returns how long a run is observed once the change is made: as long as usual, if the file does not say more.
         */
        Duration observed(Duration usual) {
            return observe == null || duration(observe).compareTo(usual) < 0 ? usual : duration(observe);
        }

        /**
         * Returns a mitigation by its id.
         *
         * @param id empty for the first
         * @throws IllegalArgumentException if there is none; the message lists those that exist
         */
        public Mitigation mitigation(String id) {
            return id.isEmpty()
                    ? mitigations.getFirst()
                    : mitigations.stream()
                            .filter(mitigation -> mitigation.id().equals(id))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "%s has no mitigation %s; there are: %s".formatted(this.id, id, ids(mitigations))));
        }

        /**
         * Returns a mitigation that can be made before the trigger, by its id.
         *
         * @throws IllegalArgumentException if there is none; the message lists those that exist
         */
        public Mitigation preventive(String id) {
            var preventive =
                    mitigations.stream().filter(Mitigation::isPreventive).toList();
            return preventive.stream()
                    .filter(mitigation -> mitigation.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "%s has no mitigation %s that can be made beforehand; there are: %s"
                                    .formatted(this.id, id, ids(preventive))));
        }

        private static String ids(List<Mitigation> mitigations) {
            return mitigations.isEmpty()
                    ? "none"
                    : mitigations.stream().map(Mitigation::id).collect(Collectors.joining(", "));
        }

        /**
         * Returns the trigger with another number of pods in all.
         *
         * @throws IllegalArgumentException if the trigger does not scale, or for fewer pods than services
         */
        public ScaleTrigger over(int pods) {
            if (trigger instanceof ScaleTrigger scale) {
                return scale.over(pods);
            }
            throw new IllegalArgumentException(id + " is not set off by a number of pods");
        }

        /**
         * The same change done right.
         *
         * @param undoneAfter the time after which the change is undone; null if it stays
         * @param why what differs, in one sentence
         */
        public record Control(Trigger trigger, @Nullable String undoneAfter, String why) {

            Optional<Duration> length() {
                return Optional.ofNullable(undoneAfter).map(Incident::duration);
            }
        }

        /** The load that runs during the incident. */
        public record LoadProfile(
                double rate, long seed, @Nullable Integer shoppers, String baseline) {

            /** Returns this load at half its arrival rate, with another baseline. */
            LoadProfile half(Duration baseline) {
                return new LoadProfile(rate / 2, seed, shoppers, baseline.toSeconds() + "s");
            }

            /** Returns this load by the usual number of shoppers, with another baseline. */
            LoadProfile ofFewShoppers(Duration baseline) {
                return new LoadProfile(rate, seed, null, baseline.toSeconds() + "s");
            }

            public Duration baselineLength() {
                return duration(baseline);
            }
        }

        /** The difference of a rehearsal: the size of each pod's pool. */
        public record Rehearsed(int pool) {}

        /** The alerts that must page. */
        public record Expect(List<ExpectedPage> pages) {

            public List<String> alerts() {
                return pages.stream().map(ExpectedPage::alert).toList();
            }

            /**
             * An alert that must page.
             *
             * @param symptom PromQL that has samples from when users feel what the alert is about
             * @param within the longest time from the symptom to the page
             */
            public record ExpectedPage(String alert, String symptom, String within) {

                public Duration limit() {
                    return duration(within);
                }
            }
        }

        /** The root cause, and the evidence of it. */
        public record Truth(
                String component,
                String mechanism,
                String explanation,
                List<Evidence> evidence,
                @Nullable List<List<String>> distinguishes) {

            /**
             * Returns the groups that it hits, each as conditions of which {@code make who} is to name one; empty: it
             * hits all alike.
             */
            public List<List<String>> groups() {
                return distinguishes == null ? List.of() : distinguishes;
            }

            public Cause cause() {
                return Cause.of(component, mechanism);
            }

            /** Reports whether no trace and no log line is evidence of the cause. */
            public boolean isOfMetricsAlone() {
                return evidence.stream().allMatch(piece -> piece.ask() instanceof Evidence.Metrics);
            }

            /**
             * Reports whether each evidence query of metrics has an answer now: true if the incident has no such query,
             * false where Prometheus does not answer.
             */
            boolean isMeasured(PrometheusReader prometheus) {
                var queries = evidence.stream()
                        .map(Evidence::ask)
                        .filter(Evidence.Metrics.class::isInstance)
                        .map(query -> ((Evidence.Metrics) query).query())
                        .toList();
                try {
                    return queries.stream()
                            .noneMatch(query -> prometheus.query(query).isEmpty());
                } catch (StoreException e) {
                    return false;
                }
            }
        }

        /** A way to end the incident, or to prevent it. */
        public record Mitigation(String id, Remedy run, String why) {

            /** Reports whether the mitigation can be made before the trigger and then prevents the incident. */
            boolean isPreventive() {
                return run instanceof Remedy.Upgrade;
            }
        }

        /** A condition of recovery: a PromQL query whose value must be below a limit. */
        public record Recovered(String query, double below) {

            /**
             * Describes why the condition does not hold yet; empty if it holds. A condition without a value does not
             * hold.
             */
            public Optional<String> unmet(PrometheusReader prometheus) {
                var value = prometheus.value(query);
                return value < below
                        ? Optional.empty()
                        : Optional.of("%s is %.2f, not below %s".formatted(query, value, below));
            }
        }

        /**
         * A run that {@code make prove} repeats.
         *
         * @param run the name of the run
         * @param pods pods in all; null for the trigger as the file has it
         * @param mitigation the id of one that is made beforehand; null for none
         * @param control whether the control is run instead of the trigger; null for not
         */
        public record Proof(
                String run,
                @Nullable Integer pods,
                @Nullable String mitigation,
                @Nullable Boolean control,
                PageRule pages) {

            boolean isControl() {
                return Boolean.TRUE.equals(control);
            }

            /** Which pages may fire during the run. */
            public enum PageRule {
                EXPECTED,
                NONE,
                ANY
            }
        }

        private static Duration duration(String text) {
            return Duration.parse("PT" + text);
        }
    }
}
