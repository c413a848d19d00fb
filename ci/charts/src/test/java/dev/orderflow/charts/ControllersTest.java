package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A test of the same name stands beside each controller: what an endpoint answers is looked for there. */
class ControllersTest {

    private static final String CONTROLLER = "services/order/src/main/java/dev/orderflow/order/RefundController.java";
    private static final String TEST = "services/order/src/test/java/dev/orderflow/order/RefundControllerTest.java";
    private static final String EXAMPLE = "services/order/src/test/java/dev/orderflow/order/OrderControllerTest.java";

    private static final Pattern IS_CONTROLLER = Pattern.compile("(?m)^@(?:Rest)?Controller\\b");
    private static final Pattern HAS_TESTS = Pattern.compile("(?m)^ +@(?:Parameterized)?Test\\b");

    @TempDir
    private Path planted;

    @BeforeEach
    void tree() throws IOException {
        write("services/order/src/main/java/dev/orderflow/order/Orders.java", "@Repository\nclass Orders {}\n");
    }

    @Test
    void eachControllerHasATestBesideIt() throws IOException {
        // Fewer would mean that they are not found.
        assertThat(controllers(Chart.ROOT)).hasSizeGreaterThan(15);
        assertThat(untested(Chart.ROOT)).isEmpty();
        assertThat(Chart.ROOT.resolve(EXAMPLE)).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@RestController", "@Controller", "@RestController(\"refunds\")"})
    void aControllerWithoutATestIsFound(String annotation) throws IOException {
        write(CONTROLLER, "/** Refunds. */\n%s\nclass RefundController {}\n".formatted(annotation));
        assertThat(untested(planted))
                .containsExactly(CONTROLLER + " has no test beside it: write " + TEST
                        + ", which calls its endpoints as " + EXAMPLE + " does");
    }

    @Test
    void aTestWithoutTestsIsNone() throws IOException {
        write(CONTROLLER, "@RestController\nclass RefundController {}\n");
        write(TEST, "class RefundControllerTest {}\n");
        assertThat(untested(planted)).singleElement().asString().startsWith(CONTROLLER + " has no test");
    }

    @ParameterizedTest
    @CsvSource({"Test, @Test", "Test, @ParameterizedTest", "IT, @Test"})
    void aControllerWithATestIsNot(String suffix, String annotation) throws IOException {
        write(CONTROLLER, "@RestController\nclass RefundController {}\n");
        write(
                TEST.replace("Test.java", suffix + ".java"),
                "class RefundController%s {\n\n    %s\n    void refunds() {}\n}\n".formatted(suffix, annotation));
        assertThat(controllers(planted)).containsExactly(Path.of(CONTROLLER));
        assertThat(untested(planted)).isEmpty();
    }

    @Test
    void whatAdvisesControllersIsNone() throws IOException {
        write(
                "services/order/src/main/java/dev/orderflow/order/Advice.java",
                "@RestControllerAdvice\nclass Advice {}\n");
        assertThat(controllers(planted)).isEmpty();
    }

    /** One finding for each controller of a tree that no test of its name stands beside. */
    private static List<String> untested(Path root) throws IOException {
        return controllers(root).stream()
                .filter(controller -> Stream.of("Test.java", "IT.java")
                        .map(suffix -> root.resolve(test(controller, suffix)))
                        .noneMatch(test -> Files.exists(test)
                                && HAS_TESTS.matcher(read(test)).find()))
                .map(controller -> "%s has no test beside it: write %s, which calls its endpoints as %s does"
                        .formatted(controller, test(controller, "Test.java"), EXAMPLE))
                .toList();
    }

    private static String test(Path controller, String suffix) {
        return controller.toString().replace("/src/main/", "/src/test/").replace(".java", suffix);
    }

    /** The files of controllers, relative to the root. */
    private static List<Path> controllers(Path root) throws IOException {
        try (var files = Files.walk(root.resolve("services"))) {
            return files.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java")
                            && IS_CONTROLLER.matcher(read(file)).find())
                    .map(root::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        return Alerts.read(file);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(planted.resolve(file).getParent());
        Files.writeString(planted.resolve(file), text);
    }
}
