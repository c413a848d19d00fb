package dev.orderflow.course;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.course.check.Finding;
import dev.orderflow.course.check.LessonCheck;
import dev.orderflow.course.lesson.Lesson;
import dev.orderflow.course.lesson.WorkingTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code course play}: plays a lesson's start, our solution and the wrong attempts, as CI does. */
@Command(
        name = "play",
        description = {
            "Plays a lesson as a learner could: its start, our solution, and each wrong attempt. The check must be red,"
                    + " green, and red.",
            "Works in a tree of its own in build/course of the checkout."
        },
        exitCodeList = {"0:each check ended as it must", "1:one did not", ConsoleCommand.REFUSED})
final class PlayCommand extends CourseCommand {

    private static final String START = "start";
    private static final String SOLUTION = "solution";

    @Option(
            names = "--attempt",
            paramLabel = "<name>",
            description = "Plays only this one: start, solution, or the name of a patch in wrong; can be repeated.")
    private List<String> wanted = new ArrayList<>();

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            defaultValue = "1",
            description = "Seed of the first attempt; each further one has the next (default: ${DEFAULT-VALUE}).")
    private long seed;

    PlayCommand(Path checkout) {
        super(checkout);
    }

    @Override
    public Integer call() throws Exception {
        var lesson = lesson();
        var check = LessonCheck.of(lesson.number())
                .orElseThrow(() -> refusal("Lesson %d has a question that a person answers: there is nothing to play"
                        .formatted(lesson.number())));
        var attempts = attempts(lesson);
        if (!attempts.keySet().containsAll(wanted)) {
            throw refusal(
                    "Invalid value for option '--attempt': %s; there are %s".formatted(wanted, attempts.keySet()));
        }
        if (!wanted.isEmpty()) {
            attempts.keySet().retainAll(wanted);
        }
        var tree = WorkingTree.of(lesson, checkout().resolve("build/course"));
        if (tree.exists()) {
            tree.setAside();
        }
        Files.createDirectories(tree.root().getParent());
        tree.create();
        var wrong = new ArrayList<String>();
        var rows = new ArrayList<String>();
        for (var attempt : attempts.entrySet()) {
            var begun = Instant.now();
            tree.reset();
            tree.apply(attempt.getValue());
            System.out.printf("%n%s%n", attempt.getKey());
            var findings = CheckRun.of(tree, check, seed++);
            findings.forEach(finding -> System.out.println(finding.text()));
            var isGreen = findings.stream().allMatch(Finding::met);
            var seconds = Duration.between(begun, Instant.now()).toSeconds();
            rows.add("%-40s %-6s %d of %d met, %d s"
                    .formatted(
                            attempt.getKey(),
                            isGreen ? "green" : "red",
                            findings.stream().filter(Finding::met).count(),
                            findings.size(),
                            seconds));
            if (isGreen != attempt.getKey().equals(SOLUTION)) {
                wrong.add(attempt.getKey());
            }
        }
        System.out.printf("%n%s%n", String.join(System.lineSeparator(), rows));
        if (!wrong.isEmpty()) {
            System.out.println("not as it must be: " + wrong);
        }
        return wrong.isEmpty() ? 0 : 1;
    }

    /** By name, the patches of the start that make each attempt. */
    private static LinkedHashMap<String, List<Path>> attempts(Lesson lesson) {
        var attempts = new LinkedHashMap<String, List<Path>>();
        attempts.put(START, List.of());
        attempts.put(SOLUTION, lesson.solution());
        for (var patch : lesson.wrong()) {
            attempts.put(
                    patch.getFileName().toString().replaceFirst("\\.patch$", ""),
                    Stream.concat(lesson.solution().stream(), Stream.of(patch)).toList());
        }
        return attempts;
    }
}
