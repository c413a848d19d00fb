package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where the images of our own programs come from. A reference without a host is one at Docker Hub, whoever owns the
 * name there.
 */
class OwnImagesTest {

    /** By this rule Docker, containerd and the kubelet tell a host from a part of the name. */
    private static final Pattern WITH_A_HOST = Pattern.compile("(localhost|[^/]*[.:][^/]*)/.+[:@].+");

    private static final Set<String> PROGRAMS = Stream.concat(
                    ServiceList.of(Chart.ROOT).entries().keySet().stream(),
                    Stream.of("load", "migrate", "pager", "replay"))
            .collect(Collectors.toUnmodifiableSet());

    @Test
    void everyReferenceNamesItsHost() throws Exception {
        var references = new TreeSet<String>();
        for (var manifest : Manifest.ofAllCharts()) {
            collect(manifest.content(), references);
        }
        collect(instrumentation(), references);
        collect(Alerts.yaml(Chart.ROOT.resolve("ci/images/registry.yaml")), references);
        assertThat(references).hasSizeGreaterThan(20).allMatch(WITH_A_HOST.asMatchPredicate());
    }

    @Test
    void byDefaultTheyAreTheOnesOfTheBuildAndAreNeverPulled() throws Exception {
        var containers = ours("localhost/");
        assertThat(containers.stream().map(container -> container.get("image")).collect(Collectors.toSet()))
                .isEqualTo(PROGRAMS.stream()
                        .map(name -> pom("image.registry") + "/" + name + ":" + version())
                        .collect(Collectors.toSet()));
        assertThat(containers).allSatisfy(container -> assertThat(container).containsEntry("imagePullPolicy", "Never"));
    }

    @Test
    void ofARegistryTheyArePulledWithItsSecrets() throws Exception {
        var flags = new String[] {"--set", "image.registry=registry.example.com/shop,image.pullSecrets={shop,other}"};
        var containers = ours("registry.example.com/shop/", flags);
        assertThat(containers.stream().map(container -> container.get("image")).distinct())
                .hasSize(PROGRAMS.size());
        assertThat(containers)
                .allSatisfy(container -> assertThat(container).containsEntry("imagePullPolicy", "IfNotPresent"));
        for (var chart : List.of("orderflow", "observability")) {
            assertThat(Chart.pods(render(chart, flags))
                            .filter(pod -> Chart.containers(pod.getValue())
                                    .anyMatch(container -> image(container).startsWith("registry.example.com/"))))
                    .isNotEmpty()
                    .allSatisfy(pod -> assertThat(pod.getValue())
                            .containsEntry(
                                    "imagePullSecrets", List.of(Map.of("name", "shop"), Map.of("name", "other"))));
        }
    }

    @Test
    void oneCanBeGivenByItself() throws Exception {
        var containers = ours(
                "registry.example.com/",
                "--set",
                "services.order.image=registry.example.com/order@sha256:" + "0".repeat(64));
        assertThat(containers)
                .singleElement()
                .satisfies(container -> assertThat(container)
                        .containsEntry("name", "order")
                        .containsEntry("imagePullPolicy", "IfNotPresent"));
    }

    /** The Operator makes service.version of the image too, so that telemetry and objects name one version. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "registry.example.com/order:1.10                       | 1.10",
                "registry.example.com:5000/shop/order:v2_rc.1          | v2_rc.1",
                "registry.example.com/order@sha256:0123456789abcdef    | sha256-0123456789ab",
                "registry.example.com:5000/order@sha256:fedcba98765432 | sha256-fedcba987654",
                "registry.example.com/order:1.2@sha256:0123456789abcd  | 1.2-0123456789ab"
            })
    void eachServicesVersionIsThatOfItsImage(String image, String version) throws Exception {
        var versions = versions("--set", "services.order.image=" + image);
        assertThat(versions.remove("order")).isEqualTo(version);
        assertThat(versions).hasSize(6);
        assertThat(versions.values()).containsOnly(version());
    }

    /** A tag may be longer than a label's value, and begin and end with other characters. */
    @Test
    void everyTagGivesALabelAndNoTwoGiveTheSame() throws Exception {
        var tags = List.of(
                "_",
                "__",
                "_1",
                "1",
                "1.",
                "1-",
                "x".repeat(63),
                "x".repeat(64),
                "x".repeat(128),
                "x".repeat(127) + "y",
                "x".repeat(52) + "@sha256:" + "0".repeat(64));
        var versions = new TreeSet<String>();
        for (var tag : tags) {
            versions.add(versions("--set", "services.order.image=registry.example.com/order:" + tag)
                    .get("order"));
        }
        assertThat(versions)
                .hasSameSizeAs(tags)
                .allMatch(version -> version.matches("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"));
    }

    @Test
    void theAgentIsTheOneOfTheBuild() throws Exception {
        var image = pom("image.registry") + "/agent:" + pom("opentelemetry-javaagent.version");
        assertThat(map(instrumentation().get("spec"))).containsEntry("imagePullPolicy", "Never");
        assertThat(map(map(instrumentation().get("spec")).get("java"))).containsEntry("image", image);
        assertThat(map(Alerts.yaml(Chart.ROOT.resolve("helm/stack-jaeger/values.yaml"))
                        .get("agent")))
                .containsEntry("image", image);
    }

    @Test
    void theChartsHaveTheVersionOfTheBuild() {
        for (var name : List.of("orderflow", "observability", "stack-jaeger", "stack-grafana")) {
            assertThat(Alerts.yaml(Chart.ROOT.resolve("helm/" + name + "/Chart.yaml")))
                    .as(name)
                    .containsEntry("version", version())
                    .containsEntry("appVersion", version());
        }
    }

    /** The label of each service's pods. */
    private static Map<String, String> versions(String... flags) throws Exception {
        return render("orderflow", flags).stream()
                .filter(manifest -> "Deployment".equals(manifest.get("kind")))
                .collect(Collectors.toMap(
                        Chart::nameOf,
                        manifest -> new Manifest("", manifest)
                                .podTemplate()
                                .map(pod ->
                                        (String) map(map(pod.get("metadata")).get("labels"))
                                                .get("app.kubernetes.io/version"))
                                .findFirst()
                                .orElseThrow()));
    }

    private static List<Map<String, Object>> ours(String prefix, String... flags) throws Exception {
        var containers = new ArrayList<Map<String, Object>>();
        for (var chart : List.of("orderflow", "observability")) {
            Chart.pods(render(chart, flags))
                    .flatMap(pod -> Chart.containers(pod.getValue()))
                    .filter(container -> image(container).startsWith(prefix))
                    .forEach(containers::add);
        }
        return containers;
    }

    /** A flag that only the other chart knows is left out. */
    private static List<Map<String, Object>> render(String chart, String... flags) throws Exception {
        var applies = chart.equals("orderflow") || Stream.of(flags).noneMatch(flag -> flag.startsWith("services."));
        var all = Stream.concat(
                        Stream.of("--values", "ci/images/registry.yaml"), applies ? Stream.of(flags) : Stream.of())
                .toArray(String[]::new);
        var result = new Chart(chart).helm("template", all);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Chart.yaml(result.output());
    }

    /** Every value of a key that ends in `image`, of the table of images, and of flags that end so. */
    private static void collect(Object value, Set<String> references) {
        switch (value) {
            case Map<?, ?> mapping ->
                mapping.forEach((key, part) -> {
                    if (part instanceof String text && ((String) key).endsWith("image")) {
                        references.add(text);
                    } else if (key.equals("images")) {
                        map(part).values().forEach(reference -> references.add((String) reference));
                    } else {
                        collect(part, references);
                    }
                });
            case List<?> list -> list.forEach(part -> collect(part, references));
            case String text
            when text.matches("--[a-z-]*(image|reloader)=.*") -> references.add(text.replaceFirst(".*?=", ""));
            case null, default -> {}
        }
    }

    private static String image(Map<String, Object> container) {
        return (String) container.get("image");
    }

    private static Map<String, Object> instrumentation() {
        return Alerts.yaml(Chart.ROOT.resolve("operator-instrumentation.yaml"));
    }

    private static String version() {
        return text().replaceFirst("(?s).*?<artifactId>orderflow</artifactId>\\s*<version>(.*?)<.*", "$1");
    }

    private static String pom(String property) {
        return text().replaceFirst("(?s).*<" + Pattern.quote(property) + ">(.*?)<.*", "$1");
    }

    private static String text() {
        return Alerts.read(Chart.ROOT.resolve("pom.xml"));
    }
}
