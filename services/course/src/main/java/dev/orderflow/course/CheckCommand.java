package dev.orderflow.course;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.course.check.DarkNight;
import dev.orderflow.course.check.Finding;
import dev.orderflow.course.check.LessonCheck;
import dev.orderflow.course.lesson.Lesson;
import dev.orderflow.course.lesson.WorkingTree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code course check}: checks a learner's tree by the telemetry that it records. */
@Command(
        name = "check",
        description = {
            "Builds your tree, starts it, puts load and one trouble on it, and asks its telemetry the"
                    + " lesson's question:"
                    + " red with what is missing and where to look, or green.",
            "Your source is not read: any change counts that answers the question."
        },
        exitCodeList = {"0:green", "1:red, or the tree does not build or start", ConsoleCommand.REFUSED},
        footer = "Example: make check 1; the services' lines of the check are in build/check/*.log of your tree")
final class CheckCommand extends CourseCommand {

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            description = "Seed of the load and of the trouble (default: one that was drawn for your tree).")
    private @Nullable Long seed;

    @Option(
            names = "--answer",
            paramLabel = "<service>",
            defaultValue = "",
            description = "Your answer in lesson 0, whose question a person answers.")
    private String answer = "";

    CheckCommand(Path checkout) {
        super(checkout);
    }

    @Override
    public Integer call() throws Exception {
        var lesson = lesson();
        var tree = tree();
        if (!tree.exists()) {
            throw new IllegalStateException(
                    "there is no tree of lesson %1$d; try: make lesson %1$d".formatted(lesson.number()));
        }
        var check = LessonCheck.of(lesson.number());
        var isGreen = check.isPresent() ? isGreen(lesson, tree, check.get()) : isAnswered(tree);
        return isGreen ? 0 : 1;
    }

    private long seed(WorkingTree tree) {
        return seed == null ? Long.parseLong(tree.property("seed")) : seed;
    }

    private boolean isGreen(Lesson lesson, WorkingTree tree, LessonCheck check) throws Exception {
        var begun = Instant.now();
        var findings = CheckRun.of(tree, check, seed(tree));
        findings.forEach(finding -> System.out.println(finding.text()));
        var isGreen = findings.stream().allMatch(Finding::met);
        var number = lesson.number();
        var seconds = Duration.between(begun, Instant.now()).toSeconds();
        if (isGreen) {
            System.out.printf("%nGreen: lesson %d is learned (checked in %d s).%n", number, seconds);
            System.out.printf("Now ask the same by hand: %s, under \"The question, answered\".%n", lesson.page());
        } else {
            System.out.printf("%nRed: lesson %d (checked in %d s). The lines: %s/*.log%n", number, seconds, logs(tree));
            System.out.printf("Stuck: make lesson %d HINT=1%n", number);
        }
        return isGreen;
    }

    private static Path logs(WorkingTree tree) {
        return tree.root().resolve("build").resolve(CheckRun.FOLDER);
    }

    /** In lesson 0 a wrong answer counts as much as a right one: what is learned is that the lines cannot tell. */
    private boolean isAnswered(WorkingTree tree) throws Exception {
        if (answer.isEmpty()) {
            var report = CheckRun.dark(tree, seed(tree));
            tree.setProperty("asked", Instant.now().toString());
            tree.setProperty("seed", Long.toString(seed(tree))); // what the answer is compared with
            System.out.println(report);
            System.out.printf("%nThe lines of all seven are in %s/*.log. Which service was slow?%n", logs(tree));
            System.out.println("Red until you answer, right or wrong: make check 0 ANSWER=<service>");
            return false;
        }
        var services = DarkNight.services();
        if (!services.contains(answer)) {
            throw refusal("Invalid value for option '--answer': %s is not one of %s".formatted(answer, services));
        }
        var asked = tree.property("asked");
        if (asked.isEmpty()) {
            throw new IllegalStateException("nothing was asked yet; try: make check 0");
        }
        System.out.printf(
                "%s It was %s. You took %d minutes.%nGreen: go on with make lesson 1, which makes lines"
                        + " that can be asked.%n",
                answer.equals(DarkNight.slow(seed(tree)))
                        ? "Right, by luck or by reasoning:"
                        : "Wrong, as most answers:",
                DarkNight.slow(seed(tree)),
                Duration.between(Instant.parse(asked), Instant.now()).toMinutes());
        return true;
    }
}
