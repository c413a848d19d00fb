package dev.orderflow.walk.change;

import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.ObjectVersion;
import dev.orderflow.stores.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A change of a Kubernetes object that somebody made.
 *
 * @param time when it was seen, at most a second later
 * @param kind of the object, Deployment for example
 * @param author the client that made it, by its field manager; empty if unknown
 * @param what the fields that differ, each with its values before and after
 */
public record Change(Instant time, String kind, String namespace, String name, String author, List<String> what) {

    /** Fields that are shown of a change. */
    private static final int FIELDS = 4;

    /** Characters of a value that are shown. */
    private static final int SHOWN = 60;

    /**
     * Reads the changes of a window of time, the oldest first.
     *
     * @throws StoreException if the log store does not answer
     */
    public static List<Change> read(LogStore logs, Instant from, Instant until) {
        return between(ObjectVersion.read(logs, from.minus(ObjectVersion.interval()), until)).stream()
                .filter(change -> !change.time().isBefore(from))
                .toList();
    }

    /**
     * Compares the versions of each object with each other.
     *
     * @param versions the oldest first
     */
    static List<Change> between(Collection<ObjectVersion> versions) {
        var last = new HashMap<String, ObjectVersion>();
        var changes = new ArrayList<Change>();
        for (var version : versions) {
            var before = last.put(version.kind() + " " + version.namespace() + " " + version.name(), version);
            var what = version.isDeleted()
                    ? List.of("deleted")
                    : before == null ? created(version) : differences(before.fields(), version.fields());
            if (!what.isEmpty()) {
                changes.add(new Change(
                        version.time(), version.kind(), version.namespace(), version.name(), version.author(), what));
            }
        }
        return changes;
    }

    /**
     * Returns the change of an object's first version, which may just be the first that was logged: none, unless it is
     * new.
     */
    private static List<String> created(ObjectVersion version) {
        return version.isNew() ? List.of("created") : List.of();
    }

    private static List<String> differences(Map<String, String> before, Map<String, String> after) {
        var paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        return paths.stream()
                .filter(path -> !before.getOrDefault(path, "").equals(after.getOrDefault(path, "")))
                .map(path ->
                        shortened(path) + " " + difference(before.getOrDefault(path, ""), after.getOrDefault(path, "")))
                .toList();
    }

    /** Drops what is the same in each Deployment: {@code [order].image} for the image of a container. */
    private static String shortened(String path) {
        return path.replace("spec.template.spec.containers", "").replace("spec.template.", "");
    }

    /** Describes two values; of texts with several lines, the first lines that differ. */
    private static String difference(String before, String after) {
        var removed = new ArrayList<>(before.lines().toList());
        var added = new ArrayList<>(after.lines().toList());
        while (!removed.isEmpty() && !added.isEmpty() && removed.getFirst().equals(added.getFirst())) {
            removed.removeFirst();
            added.removeFirst();
        }
        return value(removed) + " → " + value(added);
    }

    private static String value(List<String> lines) {
        var text = lines.isEmpty() ? "none" : lines.getFirst().strip();
        return text.length() > SHOWN ? text.substring(0, SHOWN - 1) + "…" : text;
    }

    @Override
    public String toString() {
        var more = what.size() <= FIELDS ? "" : ", and %d fields more".formatted(what.size() - FIELDS);
        var shown = what.stream().limit(FIELDS).collect(Collectors.joining(", "));
        return "%s %s%s: %s%s".formatted(kind, name, author.isEmpty() ? "" : ", by " + author, shown, more);
    }
}
