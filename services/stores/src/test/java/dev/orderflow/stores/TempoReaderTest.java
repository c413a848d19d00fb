package dev.orderflow.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class TempoReaderTest {

    private static final String ID = "0e1c32ac30d57e9855178e9bb120340c";

    /** Ids as Base64: 1111111111111111, 2222222222222222, 3333333333333333, and the trace's own. */
    private static final String SPANS = """
            [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "order"}}]},
              "scopeSpans": [{"scope": {"name": "io.opentelemetry.jdbc"}, "spans": [
                {"traceId": "DhwyrDDVfphVF46bsSA0DA==", "spanId": "ERERERERERE=", "name": "POST", "kind": "SPAN_KIND_CLIENT",
                 "startTimeUnixNano": "1000000001", "endTimeUnixNano": "1002000001",
                 "attributes": [{"key": "http.response.status_code", "value": {"intValue": "503"}},
                                {"key": "retried", "value": {"boolValue": true}},
                                {"key": "tags", "value": {"arrayValue": {"values": [{"stringValue": "a"}]}}}],
                 "events": [{"timeUnixNano": "1001000000", "name": "exception",
                             "attributes": [{"key": "exception.message", "value": {"stringValue": "gone"}}]}],
                 "status": {"code": "STATUS_CODE_ERROR", "message": "no answer"}}]}]},
             {"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "payment"}}]},
              "scopeSpans": [{"spans": [
                {"traceId": "DhwyrDDVfphVF46bsSA0DA==", "spanId": "IiIiIiIiIiI=", "parentSpanId": "ERERERERERE=", "name": "orders publish",
                 "kind": "SPAN_KIND_PRODUCER", "startTimeUnixNano": "1000500000", "endTimeUnixNano": "1000600000", "status": {}},
                {"traceId": "DhwyrDDVfphVF46bsSA0DA==", "spanId": "MzMzMzMzMzM=", "name": "orders process", "kind": "SPAN_KIND_CONSUMER",
                 "startTimeUnixNano": "1000700000", "endTimeUnixNano": "1000800000",
                 "links": [{"traceId": "AAAAAAAAAAAAAAAAAAAAAQ==", "spanId": "ERERERERERE="},
                           {"traceId": "DhwyrDDVfphVF46bsSA0DA==", "spanId": "IiIiIiIiIiI="}]}]}]}]
            """;

    @ParameterizedTest
    @ValueSource(strings = {"{\"trace\": {\"resourceSpans\": %s}, \"metrics\": {}}", "{\"batches\": %s}"})
    void bothShapesOfATraceAreRead(String shape) {
        var trace = TempoReader.read(ID, new JsonMapper().readTree(shape.formatted(SPANS)));
        assertThat(trace.spans())
                .extracting(Span::id)
                .containsExactly("1111111111111111", "2222222222222222", "3333333333333333");
        var call = trace.spans().getFirst();
        assertThat(call.service()).isEqualTo("order");
        assertThat(call.kind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(call.parentId()).isEmpty();
        assertThat(call.failed()).isTrue();
        assertThat(call.start()).isEqualTo(Instant.ofEpochSecond(1, 1));
        assertThat(call.duration()).hasMillis(2);
        assertThat(call.attributes())
                .containsEntry("http.response.status_code", "503")
                .containsEntry("retried", "true")
                .containsEntry("otel.status_description", "no answer");
        assertThat(call.attribute("tags")).contains("\"a\"");
        assertThat(call.exceptions())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.attribute("exception.message")).isEqualTo("gone"));
    }

    @Test
    void whatASpanIsLinkedToInItsOwnTraceIsItsParent() {
        var spans = TempoReader.read(ID, new JsonMapper().readTree("{\"batches\": " + SPANS + "}"))
                .spans();
        assertThat(spans.get(1).parentId()).isEqualTo("1111111111111111");
        assertThat(spans.get(1).failed()).isFalse();
        assertThat(spans.get(2).parentId()).isEqualTo("2222222222222222");
    }

    /** Tests ids in hexadecimal, as OTLP's own JSON has them. */
    @Test
    void hexadecimalIdsAndKindsByNumberAreReadToo() {
        var span = TempoReader.read(ID, new JsonMapper().readTree("""
                {"resourceSpans": [{"resource": {}, "scopeSpans": [{"spans": [{"spanId": "00000000000000ff", "parentSpanId": "00000000000000fe",
                  "kind": 2, "startTimeUnixNano": 5, "endTimeUnixNano": 6, "status": {"code": 2}}]}]}]}
                """)).spans().getFirst();
        assertThat(span.id()).isEqualTo("00000000000000ff");
        assertThat(span.parentId()).isEqualTo("00000000000000fe");
        assertThat(span.kind()).isEqualTo(Span.Kind.SERVER);
        assertThat(span.failed()).isTrue();
    }

    @Test
    void aTraceThatIsNotStoredHasNoSpans() throws Exception {
        try (var tempo = new Answers(
                Map.of("/api/v2/traces/" + ID, "{\"trace\": {}, \"metrics\": {\"inspectedBytes\": \"12\"}}"))) {
            var reader = new TempoReader(tempo.url());
            assertThat(reader.trace(ID).spans()).isEmpty();
            assertThat(reader.trace("f".repeat(32)).spans()).isEmpty();
        }
    }

    /** The search's id lacks the zero that it begins with. */
    @Test
    void aSearchAsksInTraceQlAndReadsEachTraceThatItNames() throws Exception {
        var found = """
                {"traces": [{"traceID": "e1c32ac30d57e9855178e9bb120340c", "rootServiceName": "gateway", "durationMs": 557,
                             "spanSets": [{"spans": [{"spanID": "563d623c76514f8e"}], "matched": 1}]}], "metrics": {"totalBlocks": 13}}
                """;
        try (var tempo = new Answers(Map.of(
                "/api/search", found, "/api/v2/traces/" + ID, "{\"trace\": {\"resourceSpans\": " + SPANS + "}}"))) {
            var search = new TraceStore.Search(
                    "inventory",
                    "POST /internal/\"odd\"",
                    Instant.ofEpochSecond(100),
                    Instant.ofEpochSecond(200, 5),
                    20);
            assertThat(new TempoReader(tempo.url()).search(search))
                    .extracting(Trace::id)
                    .containsExactly(ID);
            assertThat(tempo.asked())
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("q={ resource.service.name = \"inventory\" && name = \"POST /internal/\\\"odd\\\"\" }")
                    .contains("start=100", "end=201", "limit=20");
        }
    }

    @Test
    void namesOfAttributesAreAskedForOnceAQuestion() throws Exception {
        var tags = "{\"scopes\": [{\"name\": \"span\", \"tags\": [\"orderflow.order.lines\"]}]}";
        try (var tempo = new Answers(Map.of("/api/v2/search/tags", tags, "/api/search", "{\"traces\": []}"))) {
            var reader = new TempoReader(tempo.url());
            var end = Instant.parse("2026-11-25T08:30:00Z");
            for (var number = 0; number < 5; number++) {
                var until = end.minusSeconds(60L * number);
                reader.requests(new TraceStore.Search("order", "POST", until.minusSeconds(60), until, 20), _ -> true);
            }
            assertThat(tempo.asked())
                    .filteredOn(asked -> asked.contains("/search/tags"))
                    .hasSize(1);
            assertThat(tempo.asked())
                    .filteredOn(asked -> asked.contains("/api/search?"))
                    .hasSize(5)
                    .allMatch(asked -> asked.contains("span.orderflow.order.lines"));
        }
    }

    /** A real Tempo 2.10.8 refused one of 2,049 characters: an attribute's name that begins before the 1,024th. */
    @Test
    void servedRequestsAreAskedForInQueriesThatTempoParses() throws Exception {
        var names = IntStream.range(0, 60)
                .mapToObj("orderflow.attribute.%02d"::formatted)
                .toList();
        var tags = Stream.concat(names.stream(), Stream.of("db.query.text", "odd name"))
                .collect(Collectors.joining("\", \"", "{\"scopes\": [{\"name\": \"span\", \"tags\": [\"", "\"]}]}"));
        var found = """
                {"traces": [{"traceID": "e1c32ac30d57e9855178e9bb120340c", "spanSets": [{"spans": [
                  {"spanID": "563d623c76514f8e", "name": "POST /api/orders", "startTimeUnixNano": "1000000000",
                   "durationNanos": "2000000", "attributes": [
                    {"key": "service.name", "value": {"stringValue": "order"}},
                    {"key": "service.version", "value": {"stringValue": "0.1.9"}},
                    {"key": "status", "value": {"stringValue": "error"}}, {"key": "kind", "value": {"stringValue": "server"}},
                    {"key": "orderflow.order.lines", "value": {"intValue": "2"}}]}]}]}]}
                """;
        try (var tempo = new Answers(Map.of("/api/v2/search/tags", tags, "/api/search", found))) {
            var search = new TraceStore.Search("order", "POST", Instant.EPOCH, Instant.EPOCH.plusSeconds(60), 20);
            var traces = new TempoReader(tempo.url()).requests(search.failed(), name -> !name.startsWith("db."));
            assertThat(traces).singleElement().satisfies(trace -> {
                assertThat(trace.id()).isEqualTo(ID);
                assertThat(trace.spans()).singleElement().satisfies(span -> {
                    assertThat(span.service()).isEqualTo("order");
                    assertThat(span.kind()).isEqualTo(Span.Kind.SERVER);
                    assertThat(span.failed()).isTrue();
                    assertThat(span.duration()).hasMillis(2);
                    assertThat(span.attributes()).isEqualTo(Map.of("orderflow.order.lines", "2"));
                    assertThat(span.resource()).isEqualTo(Map.of("service.version", "0.1.9"));
                });
            });
            var queries = tempo.asked().stream()
                    .filter(asked -> asked.contains("q="))
                    .map(asked -> asked.replaceFirst(".*[?&]q=([^&]*&&[^&]*&&[^&]*&&[^&]*).*", "$1"))
                    .toList();
            assertThat(queries)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(query ->
                            assertThat(query).hasSizeLessThan(1024).contains("status = error", "{ kind = server }"));
            assertThat(String.join(" ", queries))
                    .contains(names)
                    .contains("span.\"odd name\"")
                    .doesNotContain("db.query.text");
        }
    }

    @Test
    void aPartOfATraceIsNotReadAsAllOfIt() throws Exception {
        try (var tempo = new Answers(Map.of(
                "/api/v2/search/tag/resource.service.name/values",
                "{\"tagValues\": [{\"type\": \"string\", \"value\": \"order\"}]}",
                "/api/search",
                "{\"traces\": [{\"traceID\": \"" + ID + "\"}]}",
                "/api/v2/traces/" + ID,
                "{\"trace\": {}, \"status\": \"PARTIAL\", \"message\": \"trace exceeds max size\"}"))) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> new TempoReader(tempo.url())
                            .readAll(Instant.EPOCH, Instant.EPOCH.plusSeconds(9), 50, (id, trace) -> {}))
                    .withMessageEndingWith("trace exceeds max size");
            assertThat(tempo.asked().get(1)).contains("q={ resource.service.name = \"order\" }", "limit=50");
        }
    }

    @Test
    void aSearchCanAskForWhatTookLong() {
        var search = new TraceStore.Search(
                "inventory", "update stock", Instant.EPOCH, Instant.EPOCH, 20, Duration.ofSeconds(1));
        assertThat(TempoReader.query(search))
                .isEqualTo(
                        "{ resource.service.name = \"inventory\" && name = \"update stock\" && duration >= 1000ms }");
    }

    @Test
    void whereItDoesNotAnswerItSaysWhereItAsked() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> new TempoReader(URI.create("http://127.0.0.1:1")).trace(ID))
                .withMessageContaining("http://127.0.0.1:1/api/v2/traces/" + ID);
    }
}
