package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.testkit.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LokiReaderTest {

    private static final String ID = "0e1c32ac30d57e9855178e9bb120340c";
    private static final String PATH = "/loki/api/v1/query_range";

    /** The structured metadata among the labels, as it is where nobody asks for it apart. */
    private static final String ANSWER = """
            {"status": "success", "data": {"resultType": "streams", "result": [
              {"stream": {"service_name": "order", "k8s_namespace_name": "orderflow", "trace_id": "%1$s", "span_id": "22", "severity_text": "ERROR",
                          "detected_level": "error", "exception_stacktrace": "java.lang.IllegalStateException: gone", "k8s_pod_name": "order-1"},
               "values": [["1790000000000000002", "it failed"]]},
              {"stream": {"service_name": "gateway", "trace_id": "%1$s", "span_id": "11", "severity_text": "ERROR", "service": "order", "spent_ms": "2000"},
               "values": [["1790000000000000001", "timeout connecting to downstream service"], ["1790000000000000003", "later"]]}],
              "stats": {}}}
            """.formatted(ID);

    @Test
    void linesOfAllStreamsTheOldestFirst() throws Exception {
        try (var loki = new Answers(Map.of(PATH, ANSWER))) {
            var lines = new LokiReader(loki.url()).ofTrace(ID);
            assertThat(lines)
                    .extracting(LogStore.Line::message)
                    .containsExactly("timeout connecting to downstream service", "it failed", "later");
            assertThat(lines.getFirst()).satisfies(line -> {
                assertThat(line.service()).isEqualTo("gateway");
                assertThat(line.spanId()).isEqualTo("11");
                assertThat(line.severity()).isEqualTo("ERROR");
                assertThat(line.time().getNano()).isEqualTo(1);
                assertThat(line.attribute("service")).isEqualTo("order");
                assertThat(line.attribute("spent_ms")).isEqualTo("2000");
            });
            assertThat(loki.asked())
                    .singleElement()
                    .asString()
                    .contains(
                            "query={service_name=~\".+\"} | trace_id=\"" + ID + "\"",
                            "direction=forward",
                            "since=24h",
                            "limit=1000");
        }
    }

    @Test
    void whatLokiUnderscoredIsFoundByItsOwnName() throws Exception {
        try (var loki = new Answers(Map.of(PATH, ANSWER))) {
            assertThat(new LokiReader(loki.url()).ofTrace(ID).get(1)).satisfies(line -> {
                assertThat(line.attribute("exception.stacktrace")).startsWith("java.lang.IllegalStateException");
                assertThat(line.attribute("k8s.pod.name")).isEqualTo("order-1");
                assertThat(line.attribute("exception.type")).isEmpty();
            });
        }
    }

    @Test
    void structuredMetadataBesideTheLineIsReadToo() throws Exception {
        var apart = """
                {"status": "success", "data": {"resultType": "streams", "encodingFlags": ["categorize-labels"], "result": [
                  {"stream": {"service_name": "user"}, "values": [["1790000000000000001", "hello", {"structuredMetadata": {"span_id": "33", "severity_text": "INFO"}}]]}]}}
                """;
        try (var loki = new Answers(Map.of(PATH, apart))) {
            assertThat(new LokiReader(loki.url()).ofTrace(ID)).singleElement().satisfies(line -> {
                assertThat(line.service()).isEqualTo("user");
                assertThat(line.spanId()).isEqualTo("33");
                assertThat(line.severity()).isEqualTo("INFO");
            });
        }
    }

    /** Loki's limit is for all streams together; where a page ends, lines of one time may stand on both sides. */
    @Test
    void allLinesAreReadAThousandAtATime() throws Exception {
        try (var loki = pages(LongStream.rangeClosed(1, 2500).map(line -> line / 3))) {
            var lines = new ArrayList<String>();
            new LokiReader(loki.url()).readAll(Instant.EPOCH, Instant.ofEpochSecond(1), lines::add);
            assertThat(lines).hasSize(2500).doesNotHaveDuplicates();
        }
    }

    @Test
    void moreLinesOfOneTimeThanAnAnswerHoldsAreNotPassedOver() throws Exception {
        try (var loki = pages(LongStream.rangeClosed(1, 1001).map(line -> 7))) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() ->
                            new LokiReader(loki.url()).readAll(Instant.EPOCH, Instant.ofEpochSecond(1), line -> {}))
                    .withMessageContaining("one nanosecond");
        }
    }

    /** A Loki that answers with lines of a window, each with a number of its own, up to the limit. */
    private static TestServer pages(LongStream times) {
        var lines = times.sorted().toArray();
        return TestServer.start(request -> {
            var asked = Arrays.stream(request.uri().getQuery().split("&"))
                    .filter(parameter -> parameter.matches("(start|end|limit)=\\d+"))
                    .map(parameter -> parameter.split("="))
                    .collect(Collectors.toMap(parameter -> parameter[0], parameter -> Long.parseLong(parameter[1])));
            var values = IntStream.range(0, lines.length)
                    .filter(line -> lines[line] >= asked.get("start") && lines[line] < asked.get("end"))
                    .limit(asked.get("limit"))
                    .mapToObj(line -> "[\"%d\", \"line %d\"]".formatted(lines[line], line))
                    .collect(Collectors.joining(","));
            return TestServer.Answer.json(
                    "{\"data\": {\"result\": [{\"stream\": {\"service_name\": \"order\"}, \"values\": [%s]}]}}"
                            .formatted(values));
        });
    }

    @Test
    void linesAreSearchedByWhatCameWithThem() throws Exception {
        try (var loki = new Answers(Map.of(PATH, ANSWER))) {
            var search = new LogSearch(
                    "exception.stacktrace",
                    List.of("gone (for good)", "say \"no\""),
                    Instant.ofEpochSecond(1_790_000_000),
                    Instant.ofEpochSecond(1_790_000_060),
                    20);
            assertThat(new LokiReader(loki.url()).search(search))
                    .hasSize(3)
                    .extracting(LogStore.Line::traceId)
                    .containsOnly(ID);
            assertThat(loki.asked())
                    .singleElement()
                    .asString()
                    .contains(
                            "query={service_name=~\".+\"} | exception_stacktrace=~\"(?s).*(gone \\\\(for "
                                    + "good\\\\)|say \\\"no\\\").*\"",
                            "start=2026-09-21T14:13:20Z",
                            "end=2026-09-21T14:14:20Z",
                            "limit=20");
        }
    }

    @Test
    void theLineItselfIsSearchedByALineFilter() {
        assertThat(LokiReader.query(
                        new LogSearch("message", List.of("it failed", "later"), Instant.EPOCH, Instant.EPOCH, 20)))
                .isEqualTo("{service_name=~\".+\"} |~ \"(it failed|later)\"");
    }

    @Test
    void aRefusalIsReportedWithLokisMessage() throws Exception {
        try (var loki = new Answers(Map.of())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new LokiReader(loki.url()).ofTrace(ID))
                    .withMessageContaining(PATH)
                    .withMessageEndingWith("answered 404: not found")
                    .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(404));
        }
    }
}
