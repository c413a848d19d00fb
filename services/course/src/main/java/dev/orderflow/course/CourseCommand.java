package dev.orderflow.course;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.course.lesson.Lesson;
import dev.orderflow.course.lesson.WorkingTree;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Base class of the commands of one lesson. */
abstract class CourseCommand extends ConsoleCommand {

    private final Path checkout;

    @Parameters(paramLabel = "<lesson>", arity = "0..1", defaultValue = "", description = "The lesson's number.")
    private String number = "";

    @Option(
            names = "--folder",
            paramLabel = "<folder>",
            description = "Where the working trees are (default: beside the checkout, its name with -lessons).")
    private @Nullable Path folder;

    CourseCommand(Path checkout) {
        this.checkout = checkout;
    }

    /** @throws ParameterException if there is no such lesson */
    final Lesson lesson() {
        return accepted(() -> Lesson.of(checkout, number));
    }

    final WorkingTree tree() {
        var trees = folder == null ? WorkingTree.folderOf(checkout) : folder.toAbsolutePath();
        return WorkingTree.of(lesson(), trees.normalize());
    }

    final Path checkout() {
        return checkout;
    }
}
