package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A trigger of several changes, one after the other, that cause an incident only together.
 *
 * @param changes in their order; undone from the last to the first
 */
public record SequenceTrigger(List<Trigger> changes) implements Trigger {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SequenceTrigger {
        changes = List.copyOf(changes);
    }

    @Override
    public void begin(Site site) throws InterruptedException {
        for (var change : changes) {
            change.begin(site);
        }
    }

    @Override
    public List<ReleaseTrigger> releases() {
        return changes.stream().flatMap(change -> change.releases().stream()).toList();
    }

    /** Undoes all, also if one fails. */
    @Override
    public void undo(Site site) throws InterruptedException {
        var failed = new ArrayList<String>();
        for (var change : changes.reversed()) {
            try {
                change.undo(site);
            } catch (IllegalStateException e) {
                failed.add(String.valueOf(e.getMessage()));
            }
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException(String.join("; ", failed));
        }
    }

    /** Reports whether one of the changes is made: whoever was ended early may have made the first alone. */
    @Override
    public boolean isInForce(Site site) {
        return changes.stream().anyMatch(change -> change.isInForce(site));
    }

    @Override
    public boolean undoesOnlyItself() {
        return changes.stream().allMatch(Trigger::undoesOnlyItself);
    }

    @Override
    public String doing() {
        return changes.stream().map(Trigger::doing).collect(Collectors.joining(", then "));
    }

    @Override
    public String undoing() {
        return changes.reversed().stream().map(Trigger::undoing).collect(Collectors.joining(", then "));
    }
}
