package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.charts.Policies.Pod;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the pods of {@code helm test}: each chart has one, which may connect, and fails where a program is ill. */
class HelmTestTest {

    /** A host and a port, as they stand in a command: {@code http://prometheus:9090}, or two arguments. */
    private static final Pattern ASKED = Pattern.compile("(?:http://|, )([a-z-]+)(?::|, )(\\d{4})\\b");

    @TempDir
    private Path folder;

    @Test
    void eachChartHasOne() throws Exception {
        var tests = tests(Manifest.ofAllCharts());
        assertThat(tests.map(Manifest::toString))
                .containsExactlyInAnyOrder(
                        "orderflow Pod/orderflow-test",
                        "observability Pod/observability-test",
                        "observability Pod/stack-test");
        assertThat(tests(GrafanaStack.own(folder)).map(Manifest::toString))
                .containsExactly("observability Pod/stack-test");
    }

    @Test
    void itMayConnectToWhatItAsks() throws Exception {
        var grafana = Stream.concat(GrafanaStack.own(folder).stream(), GrafanaStack.telemetry().stream())
                .toList();
        for (var stack : List.of(Manifest.ofAllCharts(), grafana)) {
            var policies = Policies.of(stack.stream());
            assertThat(tests(stack)).isNotEmpty().allSatisfy(test -> {
                var asked = ASKED.matcher(command(test).toString());
                assertThat(asked.find()).as(command(test).toString()).isTrue();
                assertThat(policies.allow(
                                Pod.named(test.namespace(), test.name()),
                                Pod.named(test.namespace(), asked.group(1)),
                                Integer.parseInt(asked.group(2))))
                        .as("%s connects to %s", test, asked.group())
                        .isTrue();
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"200, 0", "503, 1"})
    void itFailsUnlessTheAnswerIs200(int status, int code) throws Exception {
        try (var server = TestServer.start(
                request -> TestServer.Answer.of(request.path().equals("/actuator/health/readiness") ? status : 404))) {
            var result = run(server.port());
            assertThat(result.code()).as(result.output()).isEqualTo(code);
            assertThat(result.output()).contains("/actuator/health/readiness answers HTTP/1.1 " + status);
        }
    }

    @Test
    void itFailsWhereNobodyListens() throws Exception {
        var result = run(Ports.free());
        assertThat(result.code()).isNotZero();
        assertThat(result.output()).contains("refused");
    }

    @Test
    @Timeout(30)
    void itFailsWhereAConnectionIsTakenAndNothingIsAnswered() throws Exception {
        try (var silent = new ServerSocket(0)) {
            assertThat(run(silent.getLocalPort()).code()).isNotZero();
        }
    }

    @Test
    void thereIsNoneOfAPagerThatIsNotInstalled() throws Exception {
        var result = new Chart("observability")
                .helm("template", "--values", "ci/images/registry.yaml", "--set", "pager.enabled=false");
        assertThat(result.output()).contains("cluster-collector").doesNotContain("observability-test");
    }

    @ParameterizedTest
    @CsvSource({"orderflow", "observability", "stack-jaeger", "stack-grafana"})
    void theNotesNameTheCommand(String chart) throws IOException {
        assertThat(Files.readString(Chart.ROOT.resolve("helm/" + chart + "/templates/NOTES.txt")))
                .contains("helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}");
    }

    /** Runs the command of the chart orderflow with another host and port. */
    private Script.Result run(int port) throws Exception {
        var command = new ArrayList<>(tests(Manifest.ofAllCharts())
                .filter(test -> test.name().equals("orderflow-test"))
                .map(HelmTestTest::command)
                .findFirst()
                .orElseThrow());
        command.set(3, "127.0.0.1");
        command.set(4, String.valueOf(port));
        return new Script(folder, Map.of("LC_ALL", "C")).run(command.toArray(String[]::new));
    }

    private static Stream<Manifest> tests(List<Manifest> manifests) {
        return manifests.stream()
                .filter(manifest -> "test"
                        .equals(map(map(manifest.content().get("metadata")).getOrDefault("annotations", Map.of()))
                                .get("helm.sh/hook")));
    }

    private static List<String> command(Manifest test) {
        return Chart.containers(test.spec())
                .flatMap(container -> ((List<?>) container.get("command")).stream())
                .map(String::valueOf)
                .toList();
    }
}
