package dev.orderflow.course;

import dev.orderflow.course.check.DarkNight;
import dev.orderflow.course.check.Finding;
import dev.orderflow.course.check.LessonCheck;
import dev.orderflow.course.lesson.WorkingTree;
import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.local.LocalSystem;
import java.util.List;

/** Runs a check on a tree: builds its services, starts them, and stops them after it. */
final class CheckRun {

    /** Below build of the tree: the services' logs. */
    static final String FOLDER = "check";

    private CheckRun() {}

    /** @throws IllegalStateException if the tree does not build or start; the message says which */
    static List<Finding> of(WorkingTree tree, LessonCheck check, long seed) throws Exception {
        try (var system = start(tree)) {
            System.out.printf("load, and one trouble (seed %d)%n%n", seed);
            return check.run(system, seed);
        }
    }

    /** Runs the dark night, and returns what its shopper reports. */
    static String dark(WorkingTree tree, long seed) throws Exception {
        try (var system = start(tree)) {
            System.out.printf("load, and one trouble (seed %d)%n%n", seed);
            return DarkNight.run(system, seed);
        }
    }

    private static LocalSystem start(WorkingTree tree) throws Exception {
        System.out.printf("building %s%n", tree.root());
        try {
            tree.build(List.copyOf(Expectations.load().services().keySet()));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "%s does not build (Maven's words are above): mend that first".formatted(tree.root()), e);
        }
        return LocalSystem.start(tree.root(), LocalSystem.Setup.of(FOLDER, tree.root()));
    }
}
