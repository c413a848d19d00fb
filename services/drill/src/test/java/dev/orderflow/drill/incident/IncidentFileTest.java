package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IncidentFileTest {

    private static final Path INCIDENTS = Path.of("../../k8s/incidents");

    @TempDir
    private Path folder;

    static Stream<Path> files() throws IOException {
        try (var files = Files.list(INCIDENTS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachFileIsAnIncident(Path file) {
        var incident = IncidentFile.load(file);
        assertThat(incident.expect().pages()).isNotEmpty();
        assertThat(incident.load().baselineLength()).isGreaterThan(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: scale-47           | id: scale-48            | scale-47.yaml:<line>: its id is scale-48",
                "rate: 4                | rate: fast              | scale-47.yaml:<line>: /load/rate",
                "seed: 47               | sead: 47                | scale-47.yaml:<line>:",
                "order: 8               | ordr: 8                 | scale-47.yaml:<line>: /trigger/scale/ordr: ordr is "
                        + "no service of helm/orderflow/values.yaml; there are: auth,",
                "component: postgresql  | component: postgres     | scale-47.yaml:<line>: /truth/component: postgres "
                        + "is no service of helm/orderflow/values.yaml (auth,",
                "[auth, user, order     | [auth, usr, order       | /services/usr: usr is no service of "
                        + "helm/orderflow/values.yaml",
                "alert: LatencyMedianUp | alert: ErrorRateHigh    | ErrorRateHigh stands here twice",
                "mitigation: pool-budget| mitigation: scale-back  | scale-47 has no mitigation scale-back that can "
                        + "be made beforehand; there are: pool-budget",
                "pods: 20}}             | pods: 5}}               | PODS=5 is too few",
                "morePods: order        | morePods: ordr          | /harmful/0/run: ordr is no service of",
                "helm: {set             | sql: {set               | /mitigations/1/run",
                "pages: expected        | pages: all              | /proof/3/pages",
                "mechanism: connections | mechanism: black-magic- | mechanism",
                "title: Scaled          | title: [Scaled          | scale-47.yaml:",
            })
    void aFaultIsNamedWithItsLine(String right, String wrong, String message) {
        var incidents = Tree.incidents(Tree.copy(folder));
        var line = Tree.edit(incidents.resolve("scale-47.yaml"), right, wrong);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.named(incidents, "scale-47"))
                .withMessageContaining("scale-47.yaml:")
                .withMessageContaining(message.replace("<line>", "" + line));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two.yaml | service: order, | service: ordr, | /trigger/env/service: ordr is no service of "
                        + "helm/orderflow/values.yaml; there are: auth,",
                "noticed-sooner.yaml | id: noticed-sooner | id: session-timeout | /id: the trigger or the control has",
                "two.yaml      | {ORDERFLOW_DEADLINE_ | {orderflow_deadline_ | /trigger/env/set",
                "two.yaml | 'REQUEST: \"2\"' | 'REQUEST: 2' | /trigger/env/set/ORDERFLOW_DEADLINE_REQUEST",
                "two.yaml | alert: ErrorRateHigh | alert: CollectorSilent | /expect/pages/0/alert: defaults.json has "
                        + "no symptom of CollectorSilent, so it must stand here",
                "some-shoppers.yaml | service: order, version: 0.1.1 | service: ordr, version: 0.1.1 | "
                        + "/trigger/release/service: ordr is no service of helm/orderflow/values.yaml; there are: "
                        + "auth,",
                "some-shoppers.yaml | version: 0.1.1 | version: 9.9.9 | /trigger/release/version: there is no "
                        + "k8s/releases/order/9.9.9.patch",
                "some-shoppers.yaml | version: 0.1.1 | version: latest | /trigger/release/version",
                "patch-night.yaml | 'drain: {}' | 'drain: {hard: true}' | /trigger/drain",
                "contract-first.yaml | inForce: | isInForce: | /trigger/sql",
                "corefile.yaml | cluster.locale in    | cluster.local in     | /trigger/edit/to: it is what from is: "
                        + "nothing would change",
                "corefile.yaml | cluster.locale in-addr.arpa | cluster.local in-addr.arpa or | "
                        + "/trigger/edit/to: one of "
                        + "from and to contains the other",
                "two.yaml      | {ORDERFLOW_DEADLINE_REQUEST: 2s} | {} | /control/trigger/env/set",
                "corefile.yaml | cluster.local shop.local | cluster.local | /control/trigger/edit/to: it is "
                        + "what from is",
                "left-at-zero.yaml | undoneAfter: 15s     | undoneAfter: soon    | /control/undoneAfter",
                "stock-count.yaml | pages: expected}      | pages: expected, control: true} | /proof/0/control: "
                        + "stock-count has no control",
                "corefile.yaml | path: /data/Corefile | path: Corefile       | /trigger/edit/path",
                "corefile.yaml | kind: ConfigMap      | kind: configmap      | /trigger/edit/object/kind",
            })
    void aFaultOfAnotherTriggerIsNamedWithItsLine(String file, String right, String wrong, String message) {
        var incidents = Tree.incidents(Tree.copy(folder));
        var line = Tree.edit(incidents.resolve(file), right, wrong);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.load(incidents.resolve(file)))
                .withMessageContaining(file + ":" + line + ": ")
                .withMessageContaining(message);
    }

    @Test
    void whatFilesDoNotRepeatIsThatOfTheDefaults() throws IOException {
        var defaults = new JsonMapper().readTree(Files.readString(INCIDENTS.resolve("defaults.json")));
        for (var incident : IncidentFile.all(INCIDENTS)) {
            if (!Files.readString(INCIDENTS.resolve(incident.id() + ".yaml")).contains("\nrecovered:")) {
                assertThat(incident.recovered())
                        .as(incident.id())
                        .hasSameSizeAs(defaults.path("recovered").valueStream().toList());
            }
            assertThat(incident.expect().pages())
                    .as(incident.id())
                    .allSatisfy(page -> assertThat(page.symptom())
                            .isEqualTo(defaults.at("/symptoms/" + page.alert()).asString()));
        }
        assertThat(IncidentFile.ids(INCIDENTS)).doesNotContain("defaults");
    }

    @Test
    void whatOnlyPodsHaveIsRefusedForAnotherTrigger() {
        var incidents = Tree.incidents(Tree.copy(folder));
        Tree.edit(incidents.resolve("stock-count.yaml"), "run: {undo: {}}", "run: {scale: {pods: 20}}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.named(incidents, "stock-count"))
                .withMessageContaining("/mitigations/0/run/scale/pods: stock-count is not set off by a number of pods");
    }

    @Test
    void oneIsTakenByItsIdAndTheDefaultWhereNoneIsNamed() {
        assertThat(IncidentFile.named(INCIDENTS, "stock-count").id()).isEqualTo("stock-count");
        assertThat(IncidentFile.named(INCIDENTS, "").id()).isEqualTo(IncidentFile.defaultId(INCIDENTS));
        var all = String.join(", ", IncidentFile.ids(INCIDENTS));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.named(INCIDENTS, "../scale-47"))
                .withMessage("INCIDENT=../scale-47 is none; there are: " + all);
    }

    @Test
    void aMitigationIsTakenByItsIdAndTheFirstWhereNoneIsNamed() {
        var incident = IncidentFile.named(INCIDENTS, "scale-47");
        assertThat(incident.mitigation("").run()).isEqualTo(new Remedy.Fewer(20));
        assertThat(incident.mitigation("pool-budget").run()).isInstanceOf(Remedy.Upgrade.class);
        assertThat(IncidentFile.named(INCIDENTS, "stock-count").mitigation("").run())
                .isEqualTo(new Remedy.Undo());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> incident.mitigation("reboot"))
                .withMessage("scale-47 has no mitigation reboot; there are: scale-back, pool-budget");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.named(INCIDENTS, "stock-count").preventive("end-the-session"))
                .withMessage(
                        "stock-count has no mitigation end-the-session that can be made beforehand; there are: none");
    }

    /** No other file, no code: a copy under another id is an incident like any. */
    @Test
    void aNewIncidentIsOneFile() throws IOException {
        var root = Tree.copy(folder);
        var incidents = Tree.incidents(root);
        var before = IncidentFile.ids(incidents);
        var copy = incidents.resolve("sale-again.yaml");
        Files.copy(incidents.resolve("scale-47.yaml"), copy);
        Tree.edit(copy, "id: scale-47", "id: sale-again");
        assertThat(IncidentFile.ids(incidents))
                .isSorted()
                .contains("sale-again")
                .containsAll(before);
        assertThat(IncidentFile.all(incidents)).hasSize(before.size() + 1);
        assertThat(IncidentFile.named(incidents, "sale-again").proof()).hasSize(5);
        assertThat(IncidentGuard.faults(root)).isEmpty();
    }

    /** Responders state causes in the same words, and one more: none. */
    @Test
    void theFilesWordsForTheTruthAreThoseOfTheLists() throws IOException {
        var schema = new JsonMapper().readTree(Files.readString(INCIDENTS.resolve("schema.json")));
        var services = new JsonMapper()
                .<JsonNode>valueToTree(new Yaml().load(Files.readString(Path.of("../../helm/orderflow/values.yaml"))))
                .path("services")
                .propertyNames();
        var parts = schema.at("/$defs/parts/enum").valueStream().map(JsonNode::asString);
        assertThat(Stream.concat(services.stream(), parts))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Cause.Component.values())
                        .filter(word -> word != Cause.Component.NONE)
                        .map(Cause.Component::id)
                        .toList());
        assertThat(schema.at("/properties/truth/properties/mechanism/enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactlyElementsOf(Arrays.stream(Cause.Mechanism.values())
                        .filter(word -> word != Cause.Mechanism.NONE)
                        .map(Cause.Mechanism::id)
                        .toList());
    }

    @Test
    void anEmptyFileIsNone() throws IOException {
        var file = Files.writeString(folder.resolve("nothing.yaml"), "");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IncidentFile.load(file))
                .withMessageContaining("nothing.yaml:1");
    }
}
