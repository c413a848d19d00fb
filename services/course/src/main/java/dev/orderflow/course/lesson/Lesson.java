package dev.orderflow.course.lesson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A lesson of the course. Its folder {@code course/<number>} has the steps that lead to its start, our solution, hints,
 * and wrong attempts; its page is {@code docs/course/<number>-<title>.md}.
 *
 * @param checkout the product's source tree
 */
public record Lesson(Path checkout, int number) {

    /** How many hints a lesson has, from a direction to the solution's outline. */
    public static final int HINTS = 3;

    private static final String FOLDER = "course";
    private static final String PATCH = ".patch";

    /** Returns the lessons of a source tree, in their order. */
    public static List<Lesson> all(Path checkout) {
        return list(checkout.resolve(FOLDER))
                .map(folder -> folder.getFileName().toString())
                .filter(name -> name.matches("\\d"))
                .map(name -> new Lesson(checkout, Integer.parseInt(name)))
                .toList();
    }

    /**
     * Returns a lesson by its number.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static Lesson of(Path checkout, String number) {
        var lessons = all(checkout);
        return lessons.stream()
                .filter(lesson -> Integer.toString(lesson.number()).equals(number))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s there are %s; try: make lesson %d"
                        .formatted(
                                number.isEmpty() ? "No lesson is named:" : "There is no lesson " + number + ":",
                                lessons.stream().map(Lesson::number).toList(),
                                lessons.getFirst().number())));
    }

    /** The title of the lesson's page. */
    public String title() {
        return lines(page()).getFirst().replaceFirst("^# *", "");
    }

    /** The lesson's text, {@code docs/course/<number>-<title>.md}. */
    public Path page() {
        return list(checkout.resolve("docs").resolve(FOLDER))
                .filter(file -> file.getFileName().toString().matches(number + "-.*\\.md"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("docs/course has no page of lesson " + number));
    }

    /**
     * The steps from the product to this lesson's start, in their order: of each earlier lesson its start and our
     * solution, then this one's start.
     */
    public List<Path> steps() {
        return all(checkout).stream()
                .filter(lesson -> lesson.number() <= number)
                .flatMap(lesson -> Stream.concat(
                        lesson.start().stream(), lesson.number() < number ? lesson.solution().stream() : Stream.of()))
                .toList();
    }

    /** The steps to this lesson's start from the end of the lesson before, or from the product. */
    List<Path> start() {
        return patches(folder().resolve("start")).toList();
    }

    /** The files of the product that no lesson up to this one's start has: those that its learner writes anew. */
    public List<String> removed() {
        return all(checkout).stream()
                .filter(lesson -> lesson.number() <= number)
                .map(lesson -> lesson.folder().resolve("start/removed"))
                .filter(Files::exists)
                .flatMap(file -> lines(file).stream())
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** Our solution: one patch of the start; none for a lesson in which nothing is changed. */
    public List<Path> solution() {
        return patches(folder()).filter(file -> file.endsWith("solution.patch")).toList();
    }

    /** Wrong attempts: each is a patch of our solution, that the lesson's check must refuse. */
    public List<Path> wrong() {
        return patches(folder().resolve("wrong")).toList();
    }

    /** A patch's purpose: its first line. */
    public static String purpose(Path patch) {
        return lines(patch).getFirst();
    }

    /**
     * Returns a hint.
     *
     * @param hint from 1 to {@link #HINTS}
     * @throws IllegalArgumentException if there is no such hint
     */
    public String hint(int hint) {
        if (hint < 1 || hint > HINTS) {
            throw new IllegalArgumentException(
                    "HINT=%d is not from 1 to %d; try: make lesson %d HINT=1".formatted(hint, HINTS, number));
        }
        var parts = Pattern.compile("(?m)^## Hint \\d\\n").split(text(folder().resolve("hints.md")));
        if (parts.length != HINTS + 1) {
            throw new IllegalStateException(
                    "course/%d/hints.md has %d hints, not %d".formatted(number, parts.length - 1, HINTS));
        }
        return parts[hint].strip();
    }

    public Path folder() {
        return checkout.resolve(FOLDER).resolve(Integer.toString(number));
    }

    private static Stream<Path> patches(Path folder) {
        return list(folder).filter(file -> file.toString().endsWith(PATCH));
    }

    private static Stream<Path> list(Path folder) {
        var files = folder.toFile().listFiles();
        return files == null ? Stream.of() : Arrays.stream(files).sorted().map(java.io.File::toPath);
    }

    private static List<String> lines(Path file) {
        return text(file).lines().toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
