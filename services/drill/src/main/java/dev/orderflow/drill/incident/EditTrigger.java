package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.ObjectName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A trigger that changes one value of an object in the cluster, as {@code kubectl edit} does. Where the object is a
 * Deployment, its pods are replaced.
 *
 * @param path of the value, as a JSON pointer
 * @param from the value before; of a text, the part that is replaced. Null if the object has no such value
 * @param to the value afterwards; of a text, the part that replaces the other. Null if the value is removed
 */
public record EditTrigger(
        ObjectName object,
        String path,
        @Nullable JsonNode from,
        @Nullable JsonNode to) implements Trigger {

    @Override
    public void begin(Site site) throws InterruptedException {
        edit(site, from, to);
    }

    @Override
    public void undo(Site site) throws InterruptedException {
        // Another value is somebody else's, or the control's.
        if (isInForce(site)) {
            edit(site, to, from);
        }
    }

    private void edit(Site site, @Nullable JsonNode before, @Nullable JsonNode after) throws InterruptedException {
        var whole = site.cluster().kubectl().read(object);
        if (has(whole, before)) {
            put(whole, before, after);
            site.replace(whole);
        } else if (!has(whole, after)) {
            throw new IllegalStateException("%s has at %s neither %s nor %s: somebody else changed it; it has %s"
                    .formatted(object, path, before, after, whole.at(path)));
        }
    }

    @Override
    public boolean isInForce(Site site) {
        return has(site.cluster().kubectl().read(object), to);
    }

    private boolean has(JsonNode whole, @Nullable JsonNode value) {
        var present = whole.at(path);
        if (value == null) {
            return present.isMissingNode();
        }
        return isPart(present, value) || present.equals(value);
    }

    /** Reports whether both are texts, and the first contains the second. */
    static boolean isPart(@Nullable JsonNode whole, @Nullable JsonNode part) {
        return whole != null
                && part != null
                && whole.isString()
                && part.isString()
                && whole.asString().contains(part.asString());
    }

    private void put(JsonNode whole, @Nullable JsonNode before, @Nullable JsonNode after) {
        var pointer = JsonPointer.compile(path);
        var value = replacement(whole.at(pointer), before, after);
        var last = pointer.last();
        switch (whole.at(pointer.head())) {
            case ObjectNode members when value == null -> members.remove(last.getMatchingProperty());
            case ObjectNode members -> members.set(last.getMatchingProperty(), value);
            case ArrayNode items
            when value != null && last.getMatchingIndex() < items.size() -> items.set(last.getMatchingIndex(), value);
            default -> throw new IllegalStateException("%s has nothing at %s".formatted(object, pointer.head()));
        }
    }

    /** Returns the value afterwards: the whole text, if a part of one is replaced. */
    private static @Nullable JsonNode replacement(
            JsonNode present, @Nullable JsonNode before, @Nullable JsonNode after) {
        return isPart(present, before) && after != null && after.isString()
                ? StringNode.valueOf(present.asString()
                        .replace(Objects.requireNonNull(before).asString(), after.asString()))
                : after;
    }

    @Override
    public boolean undoesOnlyItself() {
        return true;
    }

    @Override
    public String doing() {
        return "editing " + object;
    }

    @Override
    public String undoing() {
        return object + " as before";
    }
}
