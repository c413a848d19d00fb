package dev.orderflow.drill.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.orderflow.drill.cluster.Deployments.State;
import java.util.Map;

/**
 * An action that seems to mitigate an incident and makes it worse. A drill takes points from a responder who does it.
 *
 * @param why how it makes things worse, in one sentence
 */
public record Harm(String id, Action run, String why) {

    /**
     * Reports whether somebody did it.
     *
     * @param before the services' Deployments when the incident's own change was made
     * @param now the same, later
     */
    public boolean isDone(Map<String, State> before, Map<String, State> now) {
        var one = before.get(run.service());
        var other = now.get(run.service());
        return one != null && other != null && run.isDone(one, other);
    }

    /** The action. In the file it is the value of its kind: {@code restart: order}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Restart.class, name = "restart"),
        @JsonSubTypes.Type(value = MorePods.class, name = "morePods")
    })
    public sealed interface Action {

        String service();

        boolean isDone(State before, State now);
    }

    /** Replaces the pods of a service by equal ones, as {@code kubectl rollout restart} does. */
    public record Restart(String service) implements Action {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Restart {}

        @Override
        public boolean isDone(State before, State now) {
            return now.restartedAt().isAfter(before.restartedAt());
        }
    }

    /** Gives a service more pods, as {@code kubectl scale} does. */
    public record MorePods(String service) implements Action {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public MorePods {}

        @Override
        public boolean isDone(State before, State now) {
            return now.pods() > before.pods();
        }
    }
}
