package dev.orderflow.course.check;

import dev.orderflow.local.LocalSystem;
import java.util.List;
import java.util.Optional;

/** The check of a lesson: asks the telemetry of a running system, and never its source. */
public interface LessonCheck {

    /**
     * Puts load and one trouble on the system, and returns what its telemetry answers; the lesson is learned if every
     * requirement is met.
     *
     * @param seed of the load, of the trouble and of the requests
     */
    List<Finding> run(LocalSystem system, long seed) throws Exception;

    /** Returns the check of a lesson; empty for the lesson whose question a person answers. */
    static Optional<LessonCheck> of(int lesson) {
        return switch (lesson) {
            case 1 -> Optional.of(new LinesCheck());
            case 2 -> Optional.of(new OneTraceCheck());
            case 3 -> Optional.of(new QueueCheck());
            default -> Optional.empty();
        };
    }
}
