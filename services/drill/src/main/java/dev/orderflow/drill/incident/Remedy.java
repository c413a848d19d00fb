package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a mitigation runs. In the file it is the value of its kind: {@code helm: …}. A new kind is a record here and an
 * entry in {@code schema.json}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Remedy.Fewer.class, name = "scale"),
    @JsonSubTypes.Type(value = Remedy.Upgrade.class, name = "helm"),
    @JsonSubTypes.Type(value = Remedy.Undo.class, name = "undo")
})
public sealed interface Remedy {

    /**
     * Runs it against an incident that goes on. Returns when it is made; of pods, when all are ready.
     *
     * @throws IllegalStateException where it fails
     */
    void run(Trigger trigger, Site site) throws InterruptedException;

    /**
     * Fewer pods, in the proportions of the trigger.
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
     * An upgrade of the release {@code orderflow}. Unlike the others it can be made before the trigger too, and
     * prevents the incident then.
     *
     * @param set values of the chart, by their paths: {@code defaults.pool}
     */
    record Upgrade(Map<String, JsonNode> set) implements Remedy {

        @Override
        public void run(Trigger trigger, Site site) throws InterruptedException {
            new Release(site).set(set);
        }
    }

    /** The trigger is undone. */
    record Undo() implements Remedy {

        @Override
        public void run(Trigger trigger, Site site) throws InterruptedException {
            site.progress().accept(trigger.undoing());
            trigger.undo(site);
        }
    }
}
