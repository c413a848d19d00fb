package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every make target that a person may call is in {@code make help}, in the order in which one meets them. */
class MakeTest {

    private static final List<String> SECTIONS = List.of("Start", "Look", "Break", "Learn", "Prove", "Develop");

    /** A rule's targets and, after {@code ##}, what they do; of a variable the colon is followed by an equals sign. */
    private static final Pattern RULE = Pattern.compile("^([A-Za-z0-9_./%-]+(?: [A-Za-z0-9_./%-]+)*):(?!=)(.*)$");

    private static final List<Path> FILES = Stream.concat(
                    Stream.of(Path.of("Makefile")), Tree.files().stream().filter(file -> file.startsWith("ci/make")))
            .sorted()
            .toList();

    @Test
    void everyTargetIsDocumented() {
        assertThat(FILES).hasSizeGreaterThan(5);
        assertThat(FILES.stream()
                        .flatMap(file -> undocumented(file, Tree.lines(file).toList()).stream()))
                .isEmpty();
    }

    @Test
    void anUndocumentedTargetIsFound() {
        var file = Path.of("ci/make/x.mk");
        assertThat(undocumented(file, List.of("##@ Look", "stare: drill-classes", "\t@ci/stare")))
                .containsExactly(
                        "ci/make/x.mk:2: stare is not in make help: say what it does after ## on that line, or,"
                                + " where no person calls it, end its name in -classes");
        assertThat(undocumented(file, List.of(".PHONY: stare", "stare: ## Look hard")))
                .containsExactly(
                        "ci/make/x.mk:2: stare has no section: write ##@ and one of " + SECTIONS + " above it");
        assertThat(undocumented(file, List.of("##@ Looks", "stare: ## Look hard")))
                .containsExactly("ci/make/x.mk:1: there is no section Looks: write one of " + SECTIONS
                        + ", the sections of the Makefile");
        assertThat(undocumented(file, List.of("drill-classes:", "build/x: y", "a := b")))
                .isEmpty();
    }

    /** A target that is not phony does nothing once a file has its name. */
    @Test
    void everyDocumentedTargetIsPhony() {
        var lines = FILES.stream().flatMap(Tree::lines).toList();
        var phony = lines.stream()
                .filter(line -> line.startsWith(".PHONY:"))
                .flatMap(line -> Stream.of(line.substring(7).strip().split(" +")))
                .toList();
        assertThat(phony)
                .as("the targets after .PHONY of the Makefile and ci/make")
                .doesNotHaveDuplicates()
                .containsAll(documented(lines));
    }

    @Test
    void helpHasThemAllInTheOrderInWhichAPersonMeetsThem() throws Exception {
        var help = new Script(Chart.ROOT, Map.of()).run("make", "help").output();
        var titles = help.lines().filter(line -> line.matches("\\S.*")).toList();
        assertThat(titles.stream().map(title -> title.replaceFirst(":.*", ""))).containsExactlyElementsOf(SECTIONS);
        var targets = help.lines()
                .filter(line -> line.matches(" {2}[a-z].*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(targets).startsWith("cluster-up");
        assertThat(targets)
                .containsExactlyInAnyOrderElementsOf(
                        documented(FILES.stream().flatMap(Tree::lines).toList()));
    }

    private static List<String> documented(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("## "))
                .map(RULE::matcher)
                .filter(Matcher::matches)
                .map(rule -> rule.group(1))
                .toList();
    }

    private static List<String> undocumented(Path file, List<String> lines) {
        var findings = new ArrayList<String>();
        var section = "";
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var at = "%s:%d: ".formatted(file, i + 1);
            if (line.startsWith("##@ ")) {
                section = line.substring(4);
                if (!SECTIONS.contains(section)) {
                    findings.add("%sthere is no section %s: write one of %s, the sections of the Makefile"
                            .formatted(at, section, SECTIONS));
                }
            }
            var rule = RULE.matcher(line);
            if (!rule.matches() || rule.group(1).startsWith(".")) {
                continue;
            }
            for (var target : rule.group(1).split(" ")) {
                var isInternal = target.endsWith("-classes") || target.contains("/") || target.contains("%");
                if (!isInternal && !rule.group(2).contains("## ")) {
                    findings.add(
                            ("%s%s is not in make help: say what it does after ## on that line, or, where no person"
                                            + " calls it, end its name in -classes")
                                    .formatted(at, target));
                } else if (!isInternal && section.isEmpty()) {
                    findings.add(
                            "%s%s has no section: write ##@ and one of %s above it".formatted(at, target, SECTIONS));
                }
            }
        }
        return findings;
    }
}
