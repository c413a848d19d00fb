package dev.orderflow.course.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Makes the tree of every lesson from the product as it is now: a step that does not fit any more fails here. */
class WorkingTreeTest {

    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final List<Lesson> LESSONS = Lesson.all(CHECKOUT);

    @TempDir
    private Path folder;

    /** One tree for all lessons: each begins where the one before ends. */
    @Test
    void everyStepAndEveryAttemptFitsTheCode() {
        var first = LESSONS.getFirst();
        var tree = WorkingTree.of(first, folder);
        tree.create();
        assertThat(tree.changed()).isEmpty();
        for (var lesson : LESSONS) {
            if (!lesson.equals(first)) {
                tree.apply(lesson.start());
            }
            tree.apply(lesson.solution());
            for (var wrong : lesson.wrong()) {
                Programs.git(tree.root(), "apply", "--check", wrong.toString());
            }
        }
        assertThat(tree.changed()).isNotEmpty();
    }

    @ParameterizedTest
    @FieldSource("LESSONS")
    void aLessonIsWhole(Lesson lesson) {
        assertThat(lesson.title()).startsWith("Lesson %d: ".formatted(lesson.number()));
        assertThat(List.of(lesson.hint(1), lesson.hint(2), lesson.hint(3))).noneMatch(String::isBlank);
        assertThat(lesson.solution()).hasSizeLessThan(2);
        if (!lesson.solution().isEmpty()) {
            assertThat(lesson.wrong()).hasSizeGreaterThanOrEqualTo(5);
        }
        assertThat(lesson.removed()).allMatch(file -> Files.exists(CHECKOUT.resolve(file)));
        for (var patches : List.of(lesson.steps(), lesson.solution(), lesson.wrong())) {
            assertThat(patches).allSatisfy(patch -> {
                var lines = Files.readAllLines(patch);
                assertThat(lines.getFirst()).matches("[A-Z].{20,110}\\.");
                assertThat(lines.get(1)).isEmpty();
            });
        }
    }

    @Test
    void aTreeHasNoSolutionAndIsNeverOverwritten() throws IOException {
        var lesson = Lesson.of(CHECKOUT, "1");
        var tree = WorkingTree.of(lesson, folder);
        tree.create();
        assertThat(tree.root().resolve("course")).doesNotExist();
        assertThat(tree.root().resolve("operator-instrumentation.yaml")).doesNotExist();
        assertThat(tree.property("checkout")).isEqualTo(CHECKOUT.toString());
        assertThat(tree.property("seed")).matches("[1-9][0-9]*");
        Files.writeString(tree.root().resolve("README.md"), "mine");
        assertThatThrownBy(tree::create)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is never overwritten; try: make lesson 1 AGAIN=yes");
        assertThat(tree.changed()).containsExactly(" M README.md");
        var aside = tree.setAside();
        assertThat(tree.exists()).isFalse();
        assertThat(aside.resolve("README.md")).hasContent("mine");
    }

    @Test
    void aFolderOfSomebodyElseIsNoTree() throws IOException {
        var tree = WorkingTree.of(Lesson.of(CHECKOUT, "1"), folder);
        Files.createDirectories(tree.root());
        assertThatThrownBy(() -> tree.property("seed"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was not made by make lesson 1");
    }

    @Test
    void aStepThatDoesNotFitIsNamed() throws IOException {
        var tree = WorkingTree.of(Lesson.of(CHECKOUT, "0"), folder);
        tree.create();
        var patch = Files.writeString(folder.resolve("late.patch"), """
                A change of a line that is not there.

                --- a/README.md
                +++ b/README.md
                @@ -1 +1 @@
                -no such line
                +another
                """);
        assertThatThrownBy(() -> tree.apply(List.of(patch)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("late.patch does not fit the code any more: mend the patch");
    }

    @Test
    void anUnknownLessonIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Lesson.of(CHECKOUT, "12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no lesson 12: there are [0, 1")
                .hasMessageContaining("try: make lesson 0");
        assertThatThrownBy(() -> Lesson.of(CHECKOUT, "1").hint(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HINT=4 is not from 1 to 3; try: make lesson 1 HINT=1");
    }
}
