package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeaksTest {

    private static final long SEED = 4711471147114711L;

    private final Leaks leaks = new Leaks(IncidentFile.all(Path.of("../../k8s/incidents")), SEED);

    @ParameterizedTest
    @ValueSource(
            strings = {
                // a label, an environment variable, a log line, a span's attribute, an image, an annotation, a
                // ConfigMap
                "{\"metadata\":{\"name\":\"load\",\"labels\":{\"incident\":\"scale-47\"}}}",
                "{\"env\":[{\"name\":\"SCENARIO\",\"value\":\"SCALE_47\"}]}",
                "{\"_msg\":\"beginning Scale 47 now\",\"service.name\":\"order\"}",
                "{\"key\":\"drill.truth\",\"value\":\"postgresql, connections-exhausted\"}",
                "orderflow/order:stock-count",
                "{\"labels\": {\"incident\": \"two\"}}",
                "INCIDENT=corefile",
                "incident --incident two",
                "orderflow/order:two",
                "incident: two\nrate: 4",
                "{\"annotations\":{\"note\":\"Scaled for the sale,\\nand nothing works\"}}",
                "mechanism=lock_contention",
                "{\"mechanism\": \"unreachable\"}",
                "fixed by pool-budget",
                "this one is a Decoy",
                "--seed 4711471147114711",
                "the pool of every service: size. The sum of\\nthe pools passes what PostgreSQL grants",
                "holds the lock of every row of the stock for seconds, again and again",
            })
    void whatIsPlantedIsFound(String text) {
        assertThat(leaks.in("here", text)).isNotEmpty().allSatisfy(leak -> {
            assertThat(leak.where()).isEqualTo("here");
            assertThat(leak.excerpt()).isNotBlank();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"replicas\":47,\"name\":\"order\"}",
                "Scaled up replica set order-5d9f from 7 to 8",
                "scale-470",
                "upscale-47",
                "FATAL: remaining connection slots are reserved; the connections are exhausted",
                "update stock set reserved = reserved + ? where sku = ? and available >= ?",
                "14711471147114711 is another number",
                "the count of the stock",
                "{\"data\": {\"Corefile\": \".:53\"}}",
                "{\"items\":[{\"key\":\"Corefile\",\"path\":\"Corefile\"}]}",
                "one or two pods",
                "in: two-phase",
                "it fails: two of three",
                "the alert ScaledToZero",
                "{\"key\":\"node.kubernetes.io/unreachable\",\"operator\":\"Exists\"}",
                "no mechanism: the host is unreachable",
            })
    void whatASystemSaysOfItselfIsNone(String text) {
        assertThat(leaks.in("here", text)).isEmpty();
    }

    @Test
    void theListOfAllMechanismsGivesNothingAway() {
        var list =
                Arrays.stream(Cause.Mechanism.values()).map(Cause.Mechanism::id).collect(Collectors.joining(", "));
        assertThat(leaks.in("openapi", "mechanism must be one of: " + list)).isEmpty();
        assertThat(leaks.in("openapi", "slow-statement? no: lock-contention")).isNotEmpty();
    }

    @Test
    void aSmallSeedIsNotSearchedFor() {
        assertThat(new Leaks(List.of(), 47).in("here", "47 pods, seed 47")).isEmpty();
    }

    /** The files of the cluster, and the recorded traces and log lines of real faults. */
    static Stream<Path> clean() throws IOException {
        try (var charts = Files.walk(Path.of("../../helm"));
                var recorded = Files.list(Path.of("../walk/src/test/resources/traces"))) {
            return Stream.concat(charts, recorded)
                    .filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/crds/")
                            && !file.toString().endsWith(".tgz"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("clean")
    void nothingThatGoesToTheClusterNamesIt(Path file) throws IOException {
        assertThat(leaks.in(file.toString(), Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"starved-pod.json", "starved-pod.logs.json"})
    void onePlantedInRecordedTelemetryIsFound(String name) throws IOException {
        var text = Files.readString(Path.of("../walk/src/test/resources/traces", name));
        var planted = text.replaceFirst("\"inventory\"", "\"inventory of scale-47\"");
        assertThat(planted).isNotEqualTo(text);
        assertThat(leaks.in(name, planted))
                .singleElement()
                .satisfies(leak -> assertThat(leak.what()).isEqualTo("the id scale-47"));
    }
}
