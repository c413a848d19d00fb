package dev.orderflow.charts;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which module may use which, and that no two packages use each other. */
class ArchitectureTest {

    /** From the ground up: a module uses only modules of the layers below its own, in its tests too. */
    private static final List<List<String>> LAYERS = List.of(
            List.of(
                    "services/agent",
                    "services/console",
                    "services/contracts",
                    "services/exchange",
                    "services/testkit"),
            List.of("services/migrate", "services/replay", "services/stores"),
            List.of("services/audit", "services/load", "services/platform", "services/walk", "services/who"),
            Stream.concat(
                            ServiceList.of(Chart.ROOT).entries().keySet().stream()
                                    .map("services/"::concat),
                            Stream.of("services/pager", "services/drill"))
                    .toList(),
            List.of("services/local"),
            List.of("services/course"),
            List.of("ci/e2e", "ci/charts"));

    @Test
    void everyModuleHasALayer() throws Exception {
        assertThat(LAYERS.stream().flatMap(List::stream))
                .as("the modules of pom.xml, each of which stands once in LAYERS of ArchitectureTest.java")
                .containsExactlyInAnyOrderElementsOf(modules());
    }

    @Test
    void noModuleUsesOneAboveIt() throws Exception {
        var findings = new ArrayList<String>();
        for (var module : modules()) {
            findings.addAll(upward(module, uses(module)));
        }
        assertThat(findings).isEmpty();
    }

    @Test
    void aServiceThatUsesCiIsFound() throws Exception {
        assertThat(upward("services/order", List.of("platform", "e2e")))
                .containsExactly("services/order/pom.xml uses ci/e2e, which is not below it: move what both need into a"
                        + " module of a lower layer (LAYERS of ArchitectureTest.java)");
        assertThat(uses("services/order")).contains("platform", "testkit");
    }

    @Test
    void noPackagesUseEachOther() throws Exception {
        assertThat(cycles(compiled())).isEmpty();
    }

    /** So that the registry of attributes, which is made from what that class knows, lacks none. */
    @Test
    void onlyRequestAttributeSetsAttributesOfSpans() throws Exception {
        var setters = compiled().stream()
                .filter(type -> type.getAccessesFromSelf().stream().anyMatch(ArchitectureTest::setsAttribute))
                .map(type -> type.getName().replaceAll("\\$.*", ""))
                .distinct();
        assertThat(setters)
                .as("classes that set an attribute of a span; use an entry of RequestAttributes")
                .containsExactly("dev.orderflow.platform.telemetry.RequestAttribute");
    }

    private static boolean setsAttribute(JavaAccess<?> access) {
        return access.getTargetOwner().getName().matches("io\\.opentelemetry\\.api\\.trace\\.Span(Builder)?")
                && access.getName().matches("setA(ttribute|llAttributes)");
    }

    private static JavaClasses compiled() throws Exception {
        var classes = new ArrayList<Path>();
        for (var module : modules()) {
            var folder = Chart.ROOT.resolve(module).resolve("target/classes");
            if (Files.exists(Chart.ROOT.resolve(module).resolve("src/main/java"))) {
                assertThat(folder)
                        .as("what is compiled of %s; before this test alone: ci/mvn -q compile", module)
                        .isDirectory();
                classes.add(folder);
            }
        }
        var imported = new ClassFileImporter().importPaths(classes);
        assertThat(imported.size()).isGreaterThan(400);
        return imported;
    }

    @Test
    void packagesThatUseEachOtherAreFound() {
        var planted = new ClassFileImporter().importPackages("dev.orderflow.charts.cycle");
        assertThat(cycles(planted))
                .contains("Cycle detected: Slice dev.orderflow.charts.cycle.one")
                .contains("(One.java:")
                .contains("publish an event");
    }

    private static final ArchRule NO_CYCLES = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().startsWith("dev.orderflow.")
                            ? SliceIdentifier.of(type.getPackageName())
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "packages";
                }
            })
            .should()
            .beFreeOfCycles()
            .because("a package is read, tested and moved with what it uses: have the lower of the two publish an event"
                    + " (as pager.page does), or move the class that both use into a package below");

    /** Empty where there is none. */
    private static String cycles(JavaClasses classes) {
        var result = NO_CYCLES.evaluate(classes);
        return result.hasViolation() ? result.getFailureReport().toString() : "";
    }

    private static List<String> upward(String module, List<String> uses) {
        var layer = layer(module);
        return uses.stream()
                .map(ArchitectureTest::folder)
                .filter(used -> layer(used) >= layer)
                .map(used -> ("%s/pom.xml uses %s, which is not below it: move what both need into a module of a "
                                + "lower layer (LAYERS of ArchitectureTest.java)")
                        .formatted(module, used))
                .toList();
    }

    private static int layer(String module) {
        return LAYERS.stream()
                .filter(layer -> layer.contains(module))
                .findFirst()
                .map(LAYERS::indexOf)
                .orElseThrow(() -> new IllegalArgumentException(module + " is not in LAYERS"));
    }

    private static String folder(String artifact) {
        return LAYERS.stream()
                .flatMap(List::stream)
                .filter(module -> module.endsWith("/" + artifact))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no module " + artifact + " in LAYERS"));
    }

    private static List<String> modules() throws Exception {
        return Pom.texts(Chart.ROOT.resolve("pom.xml"), "/project/modules/module");
    }

    /** Modules of ours that a module depends on. */
    private static List<String> uses(String module) throws Exception {
        return Pom.texts(
                Chart.ROOT.resolve(module).resolve("pom.xml"),
                "/project/dependencies/dependency[groupId='dev.orderflow']/artifactId");
    }
}
