package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.ServiceCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that nothing that runs in the cluster sleeps on purpose, can be switched to fail, or makes others fail. */
class RealFaultTest {

    private static final Path ROOT = Path.of("../..");

    private static final List<String> SERVICES = Stream.concat(
                    Stream.of("platform", "contracts"), ServiceCatalog.of(ROOT).names().stream())
            .toList();

    /** A class that sleeps between two attempts to reach a broker; no request waits for it. */
    private static final String WAITS = "OutboxRelay.java";

    private static final Pattern INJECTED = Pattern.compile(
            "\\.sleep\\(|parkNanos|pg_sleep|dblink_sleep|chaos|toxiproxy|netem|\\btc "
                    + "qdisc|flagd|openfeature|fail-?point|byteman"
                    + "|fault[-_.]?(injection|flag|delay|rate)|(inject|simulate|force)[-_]?(fault|failure|error|"
                    + "latency|delay)",
            Pattern.CASE_INSENSITIVE);

    @Test
    void nothingIsInjected() throws IOException {
        var folders = Stream.concat(
                SERVICES.stream()
                        .map(service ->
                                ROOT.resolve("services").resolve(service).resolve("src/main")),
                Stream.of("helm", "k8s", "services/migrate/src/main/resources").map(ROOT::resolve));
        assertThat(folders.flatMap(folder -> injected(folder).stream())).isEmpty();
    }

    /** The kinds are sealed: a new one is looked at here, whether a team really makes such a change. */
    @Test
    void theTriggersAreWhatSomebodyDoesWithKubectlAndInSql() {
        assertThat(Trigger.class.getPermittedSubclasses())
                .containsExactly(
                        ScaleTrigger.class,
                        SqlTrigger.class,
                        ExecTrigger.class,
                        EnvTrigger.class,
                        EditTrigger.class,
                        ReleaseTrigger.class,
                        ApplyTrigger.class,
                        DrainTrigger.class,
                        SequenceTrigger.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TimeUnit.SECONDS.sleep(5);",
                "select pg_sleep(5)",
                "image: chaosblade/tool",
                "orderflow.fault-injection.delay: 5s",
                "simulateLatency: true",
                "toxiproxy-cli",
                "netem delay 100ms"
            })
    void isSeenWhereItIsThere(String line, @TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "a: b\n" + line + "\n");
        assertThat(injected(folder)).containsExactly(folder.resolve("a.yaml") + ":2: " + line);
    }

    private static List<String> injected(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file) && !file.endsWith(WAITS))
                    .flatMap(file -> lines(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            var lines =
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
            return Stream.iterate(0, number -> number < lines.size(), number -> number + 1)
                    .filter(number -> INJECTED.matcher(lines.get(number)).find())
                    .map(number -> file + ":" + (number + 1) + ": " + lines.get(number))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
