package dev.orderflow.drill.exercise;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import dev.orderflow.drill.incident.ScaleTrigger;
import dev.orderflow.drill.incident.Trigger;
import dev.orderflow.walk.cause.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The incident or decoy that was selected for a drill, and when it begins. Stays inside this process: nothing of the
 * selection reaches the cluster before the drill is over.
 *
 * @param after the time from the start of the box to the start of the incident or decoy
 * @param incident null for a decoy
 * @param decoy null for an incident
 */
record Selection(
        Duration after,
        @Nullable Incident incident,
        @Nullable Decoy decoy) {

    /** The pods of the decoy with more pods; the connection budget holds up to 20. */
    private static final int FITTING = 13;

    /** A harmless change, or none. */
    sealed interface Decoy {

        /** Nobody changes anything. */
        record Nothing() implements Decoy {}

        /** A service's pods are replaced by equal ones. */
        record Restart(String service) implements Decoy {}

        /** More pods whose pools fit the connection budget. Begins as an incident of too many pods does. */
        record MorePods() implements Decoy {}

        /** The change of an incident, done right. */
        record Control(Incident incident) implements Decoy {

            Trigger trigger() {
                return Objects.requireNonNull(incident.control()).trigger();
            }
        }
    }

    /**
     * Selects at random; the same seed selects the same.
     *
     * @param incidents the incidents to select from, with equal probability
     * @param services the services that a decoy may restart
     */
    static Selection of(DrillOptions options, List<Incident> incidents, List<String> services) {
        // SplittableRandom gives unrelated sequences for neighbouring seeds.
        var random = new SplittableRandom(options.seed());
        var after =
                Duration.ofMillis((long) (random.nextDouble() * options.box().toMillis()));
        var isDecoy = random.nextDouble() < options.decoys();
        var incident = incidents.get(random.nextInt(incidents.size()));
        var service = services.get(random.nextInt(services.size()));
        var controls = controls(incidents);
        var control = controls.get(random.nextInt(controls.size()));
        var decoy = switch (random.nextInt(4)) {
            case 0 -> new Decoy.Nothing();
            case 1 -> new Decoy.Restart(service);
            case 2 -> new Decoy.MorePods();
            default -> control;
        };
        if (options.incident().isEmpty()) {
            return isDecoy ? new Selection(after, null, decoy) : new Selection(after, incident, null);
        }
        return options.incident().equals(DrillOptions.DECOY)
                ? new Selection(after, null, decoy)
                : new Selection(after, named(options.incident(), incidents), null);
    }

    /** Returns the controls whose change stays. */
    static List<Decoy.Control> controls(List<Incident> incidents) {
        return incidents.stream()
                .filter(incident ->
                        incident.control() != null && incident.control().undoneAfter() == null)
                .map(Decoy.Control::new)
                .toList();
    }

    private static Incident named(String id, List<Incident> incidents) {
        return incidents.stream()
                .filter(incident -> incident.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("INCIDENT=%s is none; there are: %s, %s"
                        .formatted(
                                id,
                                String.join(
                                        ", ",
                                        incidents.stream().map(Incident::id).toList()),
                                DrillOptions.DECOY)));
    }

    /** Returns the scaling of the decoy with more pods, in the proportions of the incident that scales. */
    static ScaleTrigger fitting(List<Incident> incidents) {
        return incidents.stream()
                .map(Incident::trigger)
                .filter(ScaleTrigger.class::isInstance)
                .map(ScaleTrigger.class::cast)
                .filter(ScaleTrigger::addsPods)
                .findFirst()
                .orElseThrow()
                .over(FITTING);
    }

    Cause truth() {
        return incident == null ? Cause.NO_INCIDENT : incident.truth().cause();
    }

    /** Describes the selection, for the result of a drill that is over. */
    String describe() {
        return incident != null
                ? incident.id() + ": " + incident.title()
                : "a decoy: "
                        + switch (decoy) {
                            case Decoy.Restart restart ->
                                "the pods of " + restart.service() + " were replaced by the same";
                            case Decoy.MorePods _ -> "more pods, whose pools fit";
                            case Decoy.Control control ->
                                "the change of %s, but %s"
                                        .formatted(
                                                control.incident().id(),
                                                Objects.requireNonNull(control.incident()
                                                                .control())
                                                        .why());
                            case Decoy.Nothing _ -> "nothing was changed";
                            case null -> throw new IllegalStateException();
                        };
    }
}
