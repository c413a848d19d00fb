package dev.orderflow.course.lesson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A learner's own copy of the product at a lesson's start: a git repository with one commit, so that {@code git diff}
 * shows what the learner has changed. The course never writes into it again.
 */
public final class WorkingTree {

    /** Properties of the tree, in a place that git does not list. */
    private static final Path STATE = Path.of(".git", "orderflow-lesson");

    /** Files that a learner's tree lacks: the solutions. */
    private static final String COURSE = "course/";

    private final Path root;
    private final Lesson lesson;

    private WorkingTree(Path root, Lesson lesson) {
        this.root = root;
        this.lesson = lesson;
    }

    /** Returns the folder of the working trees of a checkout: beside it, where no cleaning of the checkout reaches. */
    public static Path folderOf(Path checkout) {
        return checkout.resolveSibling(checkout.getFileName() + "-lessons");
    }

    /** Returns the tree of a lesson in a folder of working trees; it may not exist yet. */
    public static WorkingTree of(Lesson lesson, Path folder) {
        return new WorkingTree(folder.resolve(Integer.toString(lesson.number())), lesson);
    }

    public Path root() {
        return root;
    }

    public boolean exists() {
        return Files.exists(root);
    }

    /**
     * Makes the tree: a copy of the checkout's files, without what git ignores and without the solutions, on which each
     * step of the lesson is applied.
     *
     * @throws IllegalStateException if the folder exists, or a step does not fit the product's code
     */
    public void create() {
        if (exists()) {
            throw new IllegalStateException(root
                    + " exists, and is never overwritten; try: make lesson %d AGAIN=yes".formatted(lesson.number()));
        }
        var making = root.resolveSibling(root.getFileName() + ".new");
        delete(making);
        copyTo(making);
        Programs.git(making, "init", "--quiet");
        lesson.removed().forEach(file -> delete(making.resolve(file)));
        lesson.steps().forEach(patch -> apply(making, patch));
        commit(making, "The start of lesson %d".formatted(lesson.number()));
        write(
                making,
                new TreeMap<>(Map.of(
                        "lesson", Integer.toString(lesson.number()),
                        "checkout", lesson.checkout().toString(),
                        "seed", Integer.toString(RandomGenerator.getDefault().nextInt(1, 10_000)))));
        try {
            Files.move(making, root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Applies our solution, and one more patch if it is a wrong attempt at it. */
    public void apply(List<Path> patches) {
        patches.forEach(patch -> apply(root, patch));
    }

    /** Takes back every change since the start. Only for trees that nobody works in. */
    public void reset() {
        Programs.git(root, "reset", "--quiet", "--hard");
        Programs.git(root, "clean", "--quiet", "-d", "--force");
    }

    /** Renames the tree, so that another can be made, and returns its new place. Nothing of it is deleted. */
    public Path setAside() {
        var time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
        try {
            return Files.move(root, root.resolveSibling(root.getFileName() + "-until-" + time));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the files that differ from the lesson's start. */
    public List<String> changed() {
        return Programs.git(root, "status", "--porcelain", "--untracked-files=all")
                .lines()
                .toList();
    }

    /** Returns a property of the tree; empty if it has none of that name. */
    public String property(String name) {
        return properties().getOrDefault(name, "");
    }

    public void setProperty(String name, String value) {
        var all = properties();
        all.put(name, value);
        write(root, all);
    }

    /** Builds the services, and what starts them, without their tests. */
    public void build(List<String> services) {
        var modules = Stream.concat(services.stream(), Stream.of("migrate", "agent"))
                .map("services/"::concat)
                .toList();
        var command = new ArrayList<>(List.of(
                lesson.checkout().resolve("ci/mvn").toString(), "-q", "package", "-am", "-Dmaven.test.skip=true"));
        command.addAll(List.of("-Dspotless.check.skip=true", "-pl", String.join(",", modules)));
        Programs.shown(root, command);
    }

    private void copyTo(Path target) {
        Programs.git(
                        lesson.checkout(),
                        "-c",
                        "core.quotePath=false",
                        "ls-files",
                        "--cached",
                        "--others",
                        "--exclude-standard")
                .lines()
                .filter(file -> !file.startsWith(COURSE))
                .filter(file -> Files.isRegularFile(lesson.checkout().resolve(file)))
                .forEach(file -> copy(lesson.checkout().resolve(file), target.resolve(file)));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void apply(Path tree, Path patch) {
        try {
            Programs.git(tree, "apply", patch.toString());
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "the step %s does not fit the code any more: mend the patch\n%s".formatted(patch, e.getMessage()),
                    e);
        }
    }

    private static void commit(Path tree, String message) {
        Programs.git(tree, "add", "--all");
        Programs.git(
                tree,
                "-c",
                "user.name=OrderFlow",
                "-c",
                "user.email=course@orderflow.invalid",
                "-c",
                "commit.gpgsign=false",
                "commit",
                "--quiet",
                "--no-verify",
                "--message",
                message);
    }

    private Map<String, String> properties() {
        try {
            var all = new TreeMap<String, String>();
            for (var line : Files.readAllLines(root.resolve(STATE))) {
                var parts = line.split("=", 2);
                all.put(parts[0], parts[1]);
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s was not made by make lesson %d: it has no %s; move it away, then try: make lesson %d"
                            .formatted(root, lesson.number(), STATE, lesson.number()),
                    e);
        }
    }

    private static void write(Path tree, Map<String, String> properties) {
        try {
            Files.write(
                    tree.resolve(STATE),
                    properties.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.toList().reversed()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
