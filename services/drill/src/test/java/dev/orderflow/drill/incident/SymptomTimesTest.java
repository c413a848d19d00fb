package dev.orderflow.drill.incident;

import static com.sun.net.httpserver.HttpServer.create;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.orderflow.drill.incident.IncidentFile.Incident.Expect;
import dev.orderflow.stores.PrometheusReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymptomTimesTest {

    private static final Instant CHANGED = Instant.parse("2026-11-27T02:00:00Z");
    private static final Expect EXPECT =
            new Expect(List.of(new Expect.ExpectedPage("ConsumerLagCritical", "lag > 20", "90s")));

    @ParameterizedTest
    @CsvSource({
        // Waiting orders that grow slowly, as at half the load: late after the change, and in time after the symptom.
        "100-300,         272, 100, 172",
        "0-50 240-300,    272, 240, 32",
        "240-300,         272, 240, 32",
        "240-250,         272, 240, 32",
        // The alert was quicker than the symptom's window.
        "280-300,         272, ,    0",
    })
    void aPagesTimeIsFromTheLastBeginningOfItsSymptom(String held, long paged, Long began, long after)
            throws IOException {
        assertThat(SymptomTimes.began(new TreeSet<>(samples(held).toList()), CHANGED.plusSeconds(paged)))
                .isEqualTo(Optional.ofNullable(began).map(CHANGED::plusSeconds));
        assertThat(times(held, paged).seconds()).containsExactly(entry("ConsumerLagCritical", after));
    }

    @Test
    void whatCameLaterThanItsTimeIsSaidWithWhatWasMeasured() throws IOException {
        assertThat(times("100-300", 190).faults(EXPECT)).isEmpty();
        assertThat(times("100-300", 191).faults(EXPECT))
                .containsExactly("ConsumerLagCritical fired 91 s after its symptom, not within 90s");
    }

    @Test
    void aSymptomThatIsNeverMeasuredIsAFault() throws IOException {
        assertThat(times("", 190).faults(EXPECT))
                .containsExactly("ConsumerLagCritical fired, but its symptom was not measured: lag > 20");
    }

    @Test
    void aPageThatDidNotFireHasNoTime() throws IOException {
        assertThat(of(new IncidentRun.Outcome(CHANGED, CHANGED, Duration.ZERO, Map.of(), 0, 0), "100-300")
                        .seconds())
                .isEmpty();
    }

    private static SymptomTimes times(String held, long paged) throws IOException {
        var pages = Map.of("ConsumerLagCritical", Duration.ofSeconds(paged));
        return of(new IncidentRun.Outcome(CHANGED, CHANGED, Duration.ZERO, pages, 0, 0), held);
    }

    /** Answers a range query as Prometheus does. */
    private static SymptomTimes of(IncidentRun.Outcome outcome, String held) throws IOException {
        var values = samples(held)
                .map(time -> "[%d,\"25\"]".formatted(time.getEpochSecond()))
                .collect(Collectors.joining(","));
        var body = """
                {"status":"success","data":{"resultType":"matrix","result":[%s]}}
                """.formatted(values.isEmpty() ? "" : "{\"metric\":{},\"values\":[" + values + "]}");
        var server = create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/query_range", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                out.write(body.getBytes(UTF_8));
            }
        });
        server.start();
        try {
            var prometheus = new PrometheusReader(
                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
            return SymptomTimes.of(outcome, EXPECT, prometheus);
        } finally {
            server.stop(0);
        }
    }

    /** Times five seconds apart, from stretches in seconds since the change. */
    private static Stream<Instant> samples(String stretches) {
        return Stream.of(stretches.split(" "))
                .filter(stretch -> !stretch.isEmpty())
                .flatMap(stretch -> {
                    var ends = stretch.split("-");
                    return IntStream.rangeClosed(Integer.parseInt(ends[0]) / 5, Integer.parseInt(ends[1]) / 5)
                            .mapToObj(step -> CHANGED.plusSeconds(5L * step));
                });
    }
}
