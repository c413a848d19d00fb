package dev.orderflow.drill.exercise;

import dev.orderflow.walk.cause.Cause;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores a responder's answer, from 0 to 100 points.
 *
 * <pre>
 * an incident
 *   the component is right           20
 *   the mechanism is right           20
 *   the trace shows it               30   where both are right
 *   a page acknowledged in time      10   where the trace shows it; whole within 1 min of the page, none after 5
 *   the cause stated in time         10   where the trace shows it; whole within 5 min of the page, none after 20
 *   recovered by the responder       10   where the trace shows it
 *   an action that makes it worse   −20   0 points at least
 * a decoy
 *   "no incident", and no page was resolved or silenced and nothing changed   100
 * anything else, "no incident" during an incident, or nothing within the time   0
 * </pre>
 *
 * <p>A cause that no trace shows is a guess, worth 40 points at most, however fast it came. Between the limits of time,
 * points decrease linearly.
 *
 * @param parts the points of each part, by its name, including parts worth 0
 */
record Score(int points, Map<String, Integer> parts) {

    private static final Limits ACKNOWLEDGED = new Limits(Duration.ofMinutes(1), Duration.ofMinutes(5));
    /** Points that an action costs which makes the incident worse. */
    private static final int HARM = 20;

    private static final Limits STATED = new Limits(Duration.ofMinutes(5), Duration.ofMinutes(20));

    /** Limits of time: full points up to the first, none from the second on. */
    private record Limits(Duration whole, Duration none) {

        int of(int points, @Nullable Duration took) {
            if (took == null || took.compareTo(none) >= 0) {
                return 0;
            }
            var over = Math.max(0, took.minus(whole).toMillis());
            return (int)
                    Math.round(points * (1 - (double) over / none.minus(whole).toMillis()));
        }
    }

    /**
     * The facts that are scored.
     *
     * @param truth {@link Cause#NO_INCIDENT} for a decoy
     * @param stated the last cause that was stated within the drill; null if none was
     * @param shown whether the trace that was named shows the truth
     * @param acknowledgedAfter the time from the page; null if no page was acknowledged
     * @param statedAfter the time from the page, 0 if the page came later; null if nothing was stated
     * @param recovered whether recovery conditions failed, and held again before the drill mended the system
     * @param acted whether the responder resolved or silenced a page, or changed the system
     * @param isHarmed whether the responder did what makes the incident worse
     */
    record Response(
            Cause truth,
            @Nullable Cause stated,
            boolean shown,
            @Nullable Duration acknowledgedAfter,
            @Nullable Duration statedAfter,
            boolean recovered,
            boolean acted,
            boolean isHarmed) {}

    static Score of(Response answer) {
        var parts = new LinkedHashMap<String, Integer>();
        if (answer.truth().equals(Cause.NO_INCIDENT)) {
            parts.put(
                    "no incident, and nothing done",
                    answer.truth().equals(answer.stated()) && !answer.acted() ? 100 : 0);
        } else {
            incident(answer, parts);
        }
        return new Score(parts.values().stream().mapToInt(Integer::intValue).sum(), parts);
    }

    private static void incident(Response answer, Map<String, Integer> parts) {
        var stated = answer.stated();
        var component = stated != null && stated.component() == answer.truth().component();
        var mechanism = stated != null && stated.mechanism() == answer.truth().mechanism();
        var shown = component && mechanism && answer.shown();
        parts.put("component", component ? 20 : 0);
        parts.put("mechanism", mechanism ? 20 : 0);
        parts.put("trace", shown ? 30 : 0);
        parts.put("acknowledged in time", shown ? ACKNOWLEDGED.of(10, answer.acknowledgedAfter()) : 0);
        parts.put("stated in time", shown ? STATED.of(10, answer.statedAfter()) : 0);
        parts.put("recovered", shown && answer.recovered() ? 10 : 0);
        if (answer.isHarmed()) {
            var points = parts.values().stream().mapToInt(Integer::intValue).sum();
            parts.put("made worse", -Math.min(HARM, points));
        }
    }
}
