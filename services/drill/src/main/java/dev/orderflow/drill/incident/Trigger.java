package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * A change that a team makes to a running system and that causes an incident. In the file it is the value of its kind:
 * {@code scale: …}. A new kind is a record here and an entry in {@code schema.json}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = ScaleTrigger.class, name = "scale"),
    @JsonSubTypes.Type(value = SqlTrigger.class, name = "sql"),
    @JsonSubTypes.Type(value = ExecTrigger.class, name = "exec"),
    @JsonSubTypes.Type(value = EnvTrigger.class, name = "env"),
    @JsonSubTypes.Type(value = EditTrigger.class, name = "edit"),
    @JsonSubTypes.Type(value = ReleaseTrigger.class, name = "release"),
    @JsonSubTypes.Type(value = ApplyTrigger.class, name = "apply"),
    @JsonSubTypes.Type(value = DrainTrigger.class, name = "drain"),
    @JsonSubTypes.Type(value = SequenceTrigger.class, name = "sequence")
})
public sealed interface Trigger
        permits ScaleTrigger,
                SqlTrigger,
                ExecTrigger,
                EnvTrigger,
                EditTrigger,
                ReleaseTrigger,
                ApplyTrigger,
                DrainTrigger,
                SequenceTrigger {

    /**
     * Makes the change. Returns when it is made; for pods, when all are ready.
     *
     * @throws IllegalStateException if it cannot be made
     */
    void begin(Site site) throws InterruptedException;

    /** Undoes the change; no-op if it was not made. */
    void undo(Site site) throws InterruptedException;

    /** Returns the releases that the change puts into force, whose images must be on the node before. */
    default List<ReleaseTrigger> releases() {
        return List.of();
    }

    /**
     * Reports whether the change is in force, because a run ended before it undid the change, for example. A session at
     * PostgreSQL counts whoever opened it, unless the change says itself how it is recognised; a number of pods that
     * only grew does not count.
     */
    boolean isInForce(Site site);

    /** Reports whether {@link #undo} affects no other change, so that it can run on a system whose state is unknown. */
    boolean undoesOnlyItself();

    /** Describes the change in a few words, for progress: "scaling to 47 pods". */
    String doing();

    /** Describes the undoing in a few words, for progress. */
    String undoing();
}
