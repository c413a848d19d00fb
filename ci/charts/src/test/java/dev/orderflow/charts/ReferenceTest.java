package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Checks that the reference pages and the charts' READMEs are what they are made from. */
class ReferenceTest {

    private static final boolean UPDATE = Boolean.getBoolean("reference.update");

    private static final List<Path> PAGES = List.of(
            Path.of("docs/reference/commands.md"),
            Path.of("docs/reference/values.md"),
            Path.of("docs/reference/incidents.md"),
            Path.of("docs/reference/attributes.md"),
            Path.of("helm/stack-jaeger/README.md"),
            Path.of("helm/stack-grafana/README.md"),
            Path.of("helm/observability/README.md"),
            Path.of("helm/orderflow/README.md"));

    @TempDir
    private Path folder;

    private static Map<Path, String> pages;

    @BeforeAll
    static void make() throws Exception {
        // As a person's: without what make itself hands to a make that it starts.
        var help = new Script(Chart.ROOT, Map.of("MAKEFLAGS", "", "MAKELEVEL", "0")).run("make", "--silent", "help");
        assertThat(help.code()).as(help.output()).isZero();
        pages = Reference.pages(help.output());
    }

    @ParameterizedTest
    @FieldSource("PAGES")
    void aPageIsWhatItIsMadeFrom(Path page) throws Exception {
        var file = Chart.ROOT.resolve(page);
        if (UPDATE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, pages.get(page));
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as("%s is not what it is made from; write it anew: make docs-reference", page)
                .isEqualTo(pages.get(page));
    }

    @Test
    void eachPageIsLookedAt() {
        assertThat(pages.keySet()).containsExactlyInAnyOrderElementsOf(PAGES);
    }

    @Test
    void everyTargetOfMakeIsInTheReference() {
        var page = pages.get(PAGES.getFirst());
        assertThat(List.of("cluster-up", "verify", "drill", "test", "docs"))
                .allSatisfy(target -> assertThat(page).contains("| `make " + target + "` | "));
    }

    @Test
    void aKeyHasItsCommentItsDefaultAndWhatTheSchemaAllows() throws Exception {
        Files.writeString(folder.resolve("values.yaml"), """
                # About the file.

                # What is sold.
                #   price, cost  in cents, as <amount>
                #                or *
                #   colour       unset by default
                shop:
                  # Above the key.
                  price: 5 # at its end
                  cost: 3
                  kind: {a: "x|y", b: []}

                # One alone.
                mode: fast
                """);
        Files.writeString(folder.resolve("values.schema.json"), """
                {"properties": {"mode": {"$ref": "#/$defs/mode"}}, "$defs": {"mode": {"enum": ["fast", "slow"]}}}
                """);
        assertThat(ChartValues.markdown(folder, "##")).isEqualTo("""
                ## `shop`

                What is sold.

                - `colour`: unset by default

                | Key | Type | Default | Description |
                |---|---|---|---|
                | `shop.price` | int | `5` | Above the key. at its end |
                | `shop.cost` | int | `3` | in cents, as &lt;amount> or \\* |
                | `shop.kind` | object | `{a: x\\|y, b: []}` |  |

                ## `mode`

                | Key | Type | Default | Description |
                |---|---|---|---|
                | `mode` | string: `fast`, `slow` | `fast` | One alone. |
                """);
    }
}
