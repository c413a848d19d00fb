package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the documents against the tree: links, make targets and their variables, files, and the site's pages. */
class DocsTest {

    private static final List<Path> PAGES = Tree.files().stream()
            .filter(file -> file.toString().endsWith(".md"))
            .sorted()
            .toList();

    private static final Path SITE = Path.of("ci/docs/mkdocs.yml");

    /** A file of {@code docs} in the site's navigation. */
    private static final Pattern IN_THE_NAVIGATION = Pattern.compile("(?m)^ +- .*?([\\w/-]+\\.md)$");

    @ParameterizedTest
    @FieldSource("PAGES")
    void whatAPageNamesIsThere(Path page) {
        assertThat(Markdown.findings(page, Markdown.read(page))).isEmpty();
    }

    @Test
    void thePagesAreFound() {
        assertThat(PAGES.stream().map(Path::toString))
                .contains(
                        "README.md",
                        "CONTRIBUTING.md",
                        "docs/install.md",
                        "helm/orderflow/README.md",
                        "helm/observability/files/runbooks/ErrorRateHigh.md");
    }

    @Test
    void theReadmeIsShort() {
        assertThat(Tree.lines(Path.of("README.md")).count())
                .as("lines of README.md: move what is longer to docs/")
                .isLessThanOrEqualTo(150);
    }

    @Test
    void everyPageOfDocsIsInTheSitesNavigation() {
        var listed = IN_THE_NAVIGATION
                .matcher(Markdown.read(SITE))
                .results()
                .map(match -> "docs/" + match.group(1))
                .toList();
        assertThat(listed)
                .as("the pages under nav in %s are those of docs/", SITE)
                .containsExactlyInAnyOrderElementsOf(PAGES.stream()
                        .map(Path::toString)
                        .filter(page -> page.startsWith("docs/"))
                        .toList());
    }

    @Test
    void everyIncidentIsInTheReadme() {
        assertThat(Tree.files().stream()
                        .map(Path::toString)
                        .filter(file -> file.matches("k8s/incidents/[^/]+\\.yaml"))
                        .map(file -> file.replaceFirst(".*/", "").replaceFirst("\\.yaml$", "")))
                .as("the table of incidents in README.md")
                .isNotEmpty()
                .allSatisfy(
                        id -> assertThat(Markdown.read(Path.of("README.md"))).contains("[`" + id + "`]"));
    }

    /** An error that no program prints any more helps nobody. */
    @Test
    void everyErrorOfTheTroubleshootingIsPrintedBySomething() {
        var printed = Stream.concat(
                        Tree.scripts().stream(),
                        Tree.files().stream()
                                .filter(file -> file.toString()
                                        .matches("(ci|services)/.*\\.java|helm/[^/]+/templates/.*\\.yaml")))
                .filter(file -> !file.endsWith("DocsTest.java"))
                .map(Markdown::read)
                .toList();
        assertThat(errors(Path.of("docs/troubleshooting.md")))
                .hasSizeGreaterThan(20)
                .allSatisfy(error -> assertThat(printed)
                        .as("docs/troubleshooting.md: `%s`: nothing prints it; quote it as it is now", error)
                        .anyMatch(source -> pattern(error).matcher(source).find()));
    }

    /** The first cells of the tables, where they are code. */
    private static List<String> errors(Path page) {
        return Pattern.compile("(?m)^\\| `([^`]+)` \\|")
                .matcher(Markdown.read(page))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** In a line of a source: what varies is in angle brackets here. */
    private static Pattern pattern(String error) {
        return Pattern.compile(Stream.of(error.split("<…>", -1))
                .map(part -> Pattern.quote(part).replace(" ", "\\E\\s+\\Q"))
                .collect(Collectors.joining("[^\\n]*")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a](docs/instal.md)              | docs/instal.md does not exist; mend the link, or add the file",
                "![a](docs/images/no.png)         | docs/images/no.png does not exist",
                "<img src=\"docs/images/no.png\"> | docs/images/no.png does not exist",
                "[a](docs/install.md#no-heading)  | docs/install.md has no heading for #no-heading; it has ",
                "[a](#no-heading)                 | planted.md has no heading for #no-heading",
                "run `make cluster-upp`           | there is no such target; make help lists them",
                "`make drill RESPONDR=person`     | make help names those of drill",
                "`make FIXX=1 incident`           | make help names those of incident",
                "see `ci/clustr`                  | there is no such file or folder; mend the path",
                "see `k8s/incidents/<id>.yml`     | there is no such file or folder",
                "see `services/*/pm.xml`          | there is no such file or folder",
                "see `NOTHING.md`                 | there is no such file at the root",
                "held by `NoSuchThingTest`        | there is no such test class",
            })
    void whatIsWrongIsFoundInItsLine(String planted, String message) {
        var findings = Markdown.findings(Path.of("planted.md"), "# A page\n\nText.\n" + planted + "\n");
        assertThat(findings)
                .singleElement()
                .asString()
                .startsWith("planted.md:4: ")
                .contains(message);
    }

    @Test
    void whatIsWrongInABlockOfCodeIsFound() {
        var text = "# A page\n\n```sh\nmake verify\nmake verifi # ci/no-such\n```\n";
        assertThat(Markdown.findings(Path.of("planted.md"), text))
                .hasSize(2)
                .allMatch(finding -> finding.startsWith("planted.md:5: "));
    }

    @Test
    void aPageOfTheSiteLinksToNoFileOutsideIt() {
        assertThat(Markdown.findings(Path.of("docs/planted.md"), "# A page\n\n[a](../README.md)\n"))
                .singleElement()
                .asString()
                .startsWith("docs/planted.md:3: ")
                .contains("name the file as `README.md` instead");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a](docs/install.md) and [b](#a-page) and [c](https://example.com/x)",
                "`make cluster-up IMAGES=modules PORT_PROMETHEUS=19090`, `make help`, `ci/mvn`, `services/order`",
                "to make sure, and `make` alone; `localhost/orderflow/agent`, `/api/orders`, `example.com/services/x`",
                "`k8s/incidents/<id>.yaml`, `helm/*/values.yaml`, `services/walk/target/classes`, `DocsTest`",
            })
    void whatIsRightIsNotFound(String text) {
        assertThat(Markdown.findings(Path.of("planted.md"), "# A page\n\n" + text + "\n"))
                .isEmpty();
    }
}
