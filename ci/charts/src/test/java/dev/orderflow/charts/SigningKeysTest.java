package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A rollback makes of each object what a release's manifest has. In none are the keys that auth signs with: a hook
 * makes them, which runs before an installation or upgrade, and where there are none that Helm is to keep.
 */
class SigningKeysTest {

    private static final Map<String, String> KEPT = Map.of("helm.sh/resource-policy", "keep");
    private static final String KEY = "-----BEGIN PRIVATE KEY----- of this test";

    /** Events of Helm that happen in a rollback. */
    private static final List<String> OF_A_ROLLBACK = List.of("pre-rollback", "post-rollback");

    private ApiServer cluster;

    @BeforeEach
    void start() throws Exception {
        cluster = new ApiServer();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void theFirstInstallationMakesOneByAHookThatNoRollbackRuns() throws Exception {
        var manifests = render();
        assertThat(held(manifests)).isEmpty();
        assertThat(hooks(manifests)).singleElement().satisfies(secret -> {
            assertThat(annotations(secret)).containsEntry("helm.sh/resource-policy", "keep");
            assertThat(List.of(annotations(secret).get("helm.sh/hook").split(",")))
                    .contains("pre-install", "pre-upgrade")
                    .doesNotContainAnyElementsOf(OF_A_ROLLBACK);
            assertThat(map(secret.get("data"))).hasSize(1).allSatisfy((name, key) -> {
                assertThat(name).matches("\\d{8}T\\d{6}Z\\.pem");
                assertThat(decoded(key)).contains("PRIVATE KEY");
            });
        });
    }

    /** Whatever keys are there then: after rotations too, and after an uninstallation, which keeps them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noLaterReleaseHoldsOne(boolean upgrade) throws Exception {
        cluster.put("auth", KEPT, Map.of("20260101T000000Z.pem", KEY, "20260202T000000Z.pem", KEY));
        var manifests = upgrade ? render("--is-upgrade") : render();
        assertThat(manifests.stream().filter(SigningKeysTest::isAuths)).isEmpty();
        assertThat(manifests)
                .hasSizeGreaterThan(40)
                .allSatisfy(manifest -> assertThat(manifest.toString())
                        .doesNotContain(KEY, Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Of an older chart, whose manifests had the Secret: by the hook it becomes one that Helm keeps, with the same
     * keys.
     */
    @Test
    void theUpgradeThatTakesThemOutOfTheReleaseHoldsNoneEither() throws Exception {
        cluster.put("auth", Map.of(), Map.of("20260101T000000Z.pem", KEY, "signing-key.pem", KEY + " 2"));
        var manifests = render("--is-upgrade");
        assertThat(held(manifests)).isEmpty();
        assertThat(hooks(manifests)).singleElement().satisfies(secret -> {
            assertThat(annotations(secret)).containsAllEntriesOf(KEPT);
            assertThat(map(secret.get("data")).entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> decoded(entry.getValue()))))
                    .isEqualTo(Map.of("20260101T000000Z.pem", KEY, "20260102T030405Z.pem", KEY + " 2"));
        });
    }

    /** As an installation or an upgrade would, with the Secrets that are there. */
    private List<Map<String, Object>> render(String... flags) throws Exception {
        var all = Stream.of(
                        cluster.flags(),
                        List.of(
                                "--dry-run=server",
                                "--disable-openapi-validation",
                                "--values",
                                "ci/images/registry.yaml"),
                        List.of(flags))
                .flatMap(List::stream)
                .toArray(String[]::new);
        var result = new Chart("orderflow").helm("template", all);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Chart.yaml(result.output());
    }

    /** What a rollback to this release would put in place. */
    private static List<Map<String, Object>> held(List<Map<String, Object>> manifests) {
        return manifests.stream()
                .filter(SigningKeysTest::isAuths)
                .filter(secret -> !annotations(secret).containsKey("helm.sh/hook"))
                .toList();
    }

    private static List<Map<String, Object>> hooks(List<Map<String, Object>> manifests) {
        return manifests.stream()
                .filter(SigningKeysTest::isAuths)
                .filter(secret -> annotations(secret).containsKey("helm.sh/hook"))
                .toList();
    }

    private static boolean isAuths(Map<String, Object> manifest) {
        return "Secret".equals(manifest.get("kind")) && Chart.nameOf(manifest).equals("auth");
    }

    private static Map<String, String> annotations(Map<String, Object> manifest) {
        return map(map(manifest.get("metadata")).getOrDefault("annotations", Map.of())).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }

    private static String decoded(Object text) {
        return new String(Base64.getDecoder().decode((String) text), StandardCharsets.UTF_8);
    }
}
