package dev.orderflow.course;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.course.lesson.Lesson;
import dev.orderflow.course.lesson.WorkingTree;
import dev.orderflow.drill.incident.YesNo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code course lesson}: makes a lesson's working tree, or shows a hint or our solution. */
@Command(
        name = "lesson",
        description = {
            "Makes a working tree of your own at a lesson's start, and says what there is to do. A tree that is there"
                    + " already is shown, and never overwritten.",
            "With --hint or --solution shows that, and changes nothing."
        },
        exitCodeList = {"0:the tree is there", "1:it could not be made", ConsoleCommand.REFUSED},
        footer = "Example: make lesson 1, then make check 1; make lesson 1 HINT=1 where you are stuck")
final class LessonCommand extends CourseCommand {

    @Option(
            names = "--hint",
            paramLabel = "<1..3>",
            defaultValue = "0",
            description =
                    "Shows the first, second or third hint. Hints cost nothing; the tree keeps how many were read.")
    private int hint;

    @Option(
            names = "--solution",
            paramLabel = "<0|1>",
            defaultValue = "0",
            description = "With 1 shows our solution, as a patch of the lesson's start.")
    private int solution;

    @Option(
            names = "--again",
            paramLabel = "<no|yes>",
            defaultValue = "no",
            description = "With yes makes the tree anew; the one that is there is renamed, not deleted.")
    private YesNo again = YesNo.NO;

    LessonCommand(Path checkout) {
        super(checkout);
    }

    @Override
    public Integer call() throws IOException {
        var lesson = lesson();
        if (hint != 0) {
            System.out.println(accepted(() -> lesson.hint(hint)));
            remember(hint);
        } else if (solution != 0) {
            show(lesson);
        } else {
            make(lesson);
        }
        return 0;
    }

    private void remember(int hint) {
        var tree = tree();
        if (tree.exists()) {
            var read = tree.property("hints");
            tree.setProperty("hints", Integer.toString(Math.max(hint, read.isEmpty() ? 0 : Integer.parseInt(read))));
        }
        System.out.printf(
                "%n%s%n",
                hint < Lesson.HINTS
                        ? "More: make lesson %d HINT=%d".formatted(lesson().number(), hint + 1)
                        : "Our solution: make lesson %d SOLUTION=1".formatted(lesson().number()));
    }

    private void show(Lesson lesson) throws IOException {
        if (lesson.solution().isEmpty()) {
            System.out.printf("Nothing is changed in lesson %d: read %s.%n", lesson.number(), lesson.page());
        }
        for (var patch : lesson.solution()) {
            System.out.print(Files.readString(patch));
            System.out.printf("%nTo try it in a tree without changes: git -C %s apply %s%n", tree().root(), patch);
        }
    }

    private void make(Lesson lesson) {
        var tree = tree();
        if (tree.exists() && again == YesNo.YES) {
            System.out.printf("Your tree until now is %s.%n", tree.setAside());
        }
        var isNew = !tree.exists();
        if (isNew) {
            tree.create();
        }
        print(lesson, tree, isNew);
    }

    private static void print(Lesson lesson, WorkingTree tree, boolean isNew) {
        System.out.printf("%s%n%n", lesson.title());
        System.out.printf("  your tree  %s%n", tree.root());
        if (isNew) {
            System.out.println("  made of    this checkout, by these steps:");
            lesson.removed().forEach(file -> System.out.printf("             - without %s%n", file));
            lesson.steps().forEach(patch -> System.out.printf("             - %s%n", Lesson.purpose(patch)));
        } else {
            var changed = tree.changed();
            System.out.printf(
                    "  as it was  %s; make lesson %d AGAIN=yes makes another, and keeps this one%n",
                    changed.isEmpty() ? "nothing is changed in it yet" : changed.size() + " files are changed",
                    lesson.number());
        }
        System.out.printf("  the text   %s%n%n", lesson.page());
        System.out.printf(
                "Read the text, change your tree, then: make check %1$d%nStuck: make lesson %1$d HINT=1%n",
                lesson.number());
    }
}
