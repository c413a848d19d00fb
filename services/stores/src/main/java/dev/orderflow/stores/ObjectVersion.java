package dev.orderflow.stores;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A version of a Kubernetes object, as the Collector of the cluster logs it: each time it changes, and regularly.
 *
 * @param time when the Collector saw the version
 * @param kind Deployment, for example
 * @param isNew whether the object was created shortly before
 * @param fields what somebody has specified, as text by path; without status and bookkeeping. An item of a list has its
 *     name in the path if it has one, {@code spec.template.spec.containers[order].image} for example
 * @param author the client that changed the object last, by its field manager, with the subresource it used; empty if
 *     unknown
 */
public record ObjectVersion(
        Instant time,
        String kind,
        String namespace,
        String name,
        boolean isDeleted,
        boolean isNew,
        Map<String, String> fields,
        String author) {

    /** The attribute with the plural name of the object's kind. */
    private static final String RESOURCE = "k8s.resource.name";

    /** The kinds that the cluster's Collector watches, by {@code cluster.changes} of the chart observability. */
    public static final List<String> WATCHED =
            List.of("configmaps", "deployments", "networkpolicies", "resourcequotas", "services", "statefulsets");

    /** Lines at most. */
    private static final int LIMIT = 1000;

    /** How long after a change its version is seen at most. Field managers have their times in seconds. */
    private static final Duration SEEN_LATE = Duration.ofSeconds(5);

    private static final Set<String> BOOKKEEPING =
            Set.of("resourceVersion", "generation", "uid", "creationTimestamp", "managedFields", "selfLink");

    /**
     * Reads the versions of all watched objects, the oldest first.
     *
     * @throws StoreException if the log store does not answer
     */
    public static List<ObjectVersion> read(LogStore logs, Instant from, Instant until) {
        return logs.matching(search(from, until)).stream()
                .flatMap(ObjectVersion::of)
                .sorted(Comparator.comparing(ObjectVersion::time))
                .toList();
    }

    /** Returns the search that {@link #read} makes. */
    public static LogSearch search(Instant from, Instant until) {
        return new LogSearch(RESOURCE, WATCHED, from, until, LIMIT);
    }

    /** Returns how long before a moment a version of each object was logged at the latest. */
    public static Duration interval() {
        return Duration.ofMinutes(10);
    }

    /** Parses a line; empty if the line holds no object. */
    static Stream<ObjectVersion> of(LogStore.Line line) {
        var all = new TreeMap<String, String>();
        if (line.message().startsWith("{")) {
            try {
                flatten("", Http.JSON.readTree(line.message()), all);
            } catch (JacksonException e) {
                return Stream.empty();
            }
        } else {
            line.attributes().forEach((path, value) -> flatten(path, parsed(value), all));
        }
        // An object that was watched is wrapped, with the type of the change; one that was listed is not.
        var prefix = all.containsKey("object.kind") ? "object." : "";
        var name = all.getOrDefault(prefix + "metadata.name", "");
        if (name.isEmpty()) {
            return Stream.empty();
        }
        var fields = new TreeMap<String, String>();
        all.forEach((path, value) -> {
            var own = path.startsWith(prefix) ? path.substring(prefix.length()) : "";
            if (isSpecified(own)) {
                fields.put(own, value);
            }
        });
        return Stream.of(new ObjectVersion(
                line.time(),
                all.getOrDefault(prefix + "kind", ""),
                all.getOrDefault(prefix + "metadata.namespace", ""),
                name,
                all.getOrDefault("type", "").equals("DELETED"),
                isNew(all.getOrDefault(prefix + "metadata.creationTimestamp", ""), line.time()),
                fields,
                author(prefix + "metadata.managedFields", all, line.time())));
    }

    private static boolean isNew(String created, Instant seen) {
        try {
            return Instant.parse(created).isAfter(seen.minus(SEEN_LATE));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean isSpecified(String path) {
        var parts = path.split("[.\\[]", 3);
        return switch (parts[0]) {
            case "spec", "data" -> true;
            case "metadata" ->
                parts.length > 1
                        && !BOOKKEEPING.contains(parts[1])
                        && !path.contains("deployment.kubernetes.io/revision")
                        && !path.contains("kubectl.kubernetes.io/last-applied-configuration");
            default -> false;
        };
    }

    /**
     * Returns the field manager that changed the object at most a little before, apart from those that write the
     * status. Whoever removed fields is not known: a manager of no field is not listed.
     */
    private static String author(String path, Map<String, String> all, Instant seen) {
        var latest = seen.minus(SEEN_LATE).toString();
        var author = "";
        for (var i = 0; all.containsKey(path + "[" + i + "].manager"); i++) {
            var entry = path + "[" + i + "].";
            var subresource = all.getOrDefault(entry + "subresource", "");
            var time = all.getOrDefault(entry + "time", "");
            if (!subresource.equals("status") && time.compareTo(latest) >= 0) {
                latest = time;
                author = all.getOrDefault(entry + "manager", "")
                        + (subresource.isEmpty() ? "" : " (" + subresource + ")");
            }
        }
        return author;
    }

    private static JsonNode parsed(String value) {
        if (value.startsWith("[") || value.startsWith("{")) {
            try {
                return Http.JSON.readTree(value);
            } catch (JacksonException e) {
                // Text that only begins like JSON.
            }
        }
        return Http.JSON.getNodeFactory().stringNode(value);
    }

    private static void flatten(String path, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), into));
        } else if (node.isArray()) {
            for (var i = 0; i < node.size(); i++) {
                var name = node.get(i).path("name").asString("");
                flatten(path + "[" + (name.isEmpty() ? i : name) + "]", node.get(i), into);
            }
        } else {
            into.put(path, node.asString(""));
        }
    }
}
