package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.orderflow.drill.job.ReplayDeadLettersCommand;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The action of a mitigation. In the file it is the value of its kind: {@code helm: …}. A new kind is a record here and
 * an entry in {@code schema.json}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Remedy.Fewer.class, name = "scale"),
    @JsonSubTypes.Type(value = Remedy.Upgrade.class, name = "helm"),
    @JsonSubTypes.Type(value = Remedy.Replay.class, name = "replay"),
    @JsonSubTypes.Type(value = Remedy.Undo.class, name = "undo")
})
public sealed interface Remedy {

    /**
     * Runs the action while an incident goes on. Returns when it is complete; for pods, when all are ready.
     *
     * @throws IllegalStateException if it fails
     */
    void run(Trigger trigger, Site site) throws InterruptedException;

    /**
     * Scales back to fewer pods, in the proportions of the trigger.
     *
     * @param pods of all services
     */
    record Fewer(int pods) implements Remedy {

        @Override
        public void run(Trigger trigger, Site site) throws InterruptedException {
            if (!(trigger instanceof ScaleTrigger scale)) {
                throw new IllegalStateException("the incident is not set off by a number of pods");
            }
            scale.backTo(pods, site);
        }
    }

    /**
     * Upgrades the release {@code orderflow} with other values. Unlike the other actions, this one can also be made
     * before the trigger, and then prevents the incident.
     *
     * @param set values of the chart, by their paths: {@code defaults.pool}
     */
    record Upgrade(Map<String, JsonNode> set) implements Remedy {

        @Override
        public void run(Trigger trigger, Site site) throws InterruptedException {
            new Release(site).set(set);
        }
    }

    /** Undoes the trigger, and sends the dead letters of a topic back to it. */
    record Replay(String topic) implements Remedy {

        @Override
        public void run(Trigger trigger, Site site) throws InterruptedException {
            new Undo().run(trigger, site);
            replay(site);
        }

        /** Sends what waits, also if the trigger was undone before; harmless if nothing waits. */
        void replay(Site site) throws InterruptedException {
            site.progress().accept("replaying the dead letters of " + topic);
            if (!ReplayDeadLettersCommand.replay(topic)) {
                throw new IllegalStateException(
                        ("the dead letters of %1$s are not all replayed; " + "try: make replay-dead-letters TOPIC=%1$s")
                                .formatted(topic));
            }
        }
    }

    /** Undoes the trigger. */
    record Undo() implements Remedy {

        @Override
        public void run(Trigger trigger, Site site) throws InterruptedException {
            site.progress().accept(trigger.undoing());
            trigger.undo(site);
        }
    }
}
