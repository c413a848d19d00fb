package dev.orderflow.stores;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads traces from Tempo as OTLP's JSON: by id ({@code /api/v2/traces}; also the format of {@code /api/traces}), and
 * by TraceQL ({@code /api/search}), which returns only ids.
 */
public final class TempoReader implements TraceStore {

    private static final int HEX_DIGITS_OF_A_TRACE = 32;

    /** Served requests of a trace that are read. */
    private static final int SERVED = 50;

    /** Characters of a query: Tempo 2.10 fails to parse an attribute at the 1,024th. */
    private static final int LONGEST = 1000;

    /** How many times the limit are asked for where several queries must have the same traces. */
    private static final int MORE = 4;

    private static final List<String> RESOURCE = List.of("service.version", "k8s.pod.name", "k8s.node.name");

    private static final String ALWAYS = RESOURCE.stream()
            .map(name -> "resource." + name)
            .collect(Collectors.joining(", ", "status, kind, name, resource.service.name, ", ""));

    /** How long the names of attributes are kept: not each search of a question asks for them. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** How far before a search names are asked for: the next searches of a question are of earlier times. */
    private static final Duration BEFORE = Duration.ofMinutes(15);

    private final URI tempo;
    private volatile Names names = new Names(Instant.MIN, List.of());

    TempoReader(URI tempo) {
        this.tempo = tempo;
    }

    @Override
    public Trace trace(String id) {
        return Http.found(address(id))
                .map(answer -> read(id, entire(id, answer)))
                .orElseGet(() -> new Trace(id, List.of()));
    }

    @Override
    public List<Trace> search(Search search) {
        return Http.json(address(search))
                .path("traces")
                .valueStream()
                .map(trace -> trace(padded(trace.path("traceID").asString())))
                .toList();
    }

    /**
     * Asks for the spans' attributes by name, since a search returns no others: several times where there are so many
     * that Tempo could not parse the query.
     */
    @Override
    public List<Trace> requests(Search search, Predicate<String> wanted) {
        var traces = new LinkedHashMap<String, Map<String, Span>>();
        var queries = queries(search, wanted);
        var answers = new HashMap<String, Integer>();
        for (var query : queries) {
            var parameters = window(search.from(), search.until());
            parameters.put("q", query);
            parameters.put("limit", Integer.toString(queries.size() == 1 ? search.limit() : MORE * search.limit()));
            parameters.put("spss", Integer.toString(SERVED));
            for (var trace : Http.json(tempo, "/api/search", parameters).path("traces")) {
                var id = padded(trace.path("traceID").asString());
                var spans = traces.computeIfAbsent(id, _ -> new LinkedHashMap<>());
                answers.merge(id, 1, Integer::sum);
                requests(id, trace).forEach(span -> spans.merge(span.id(), span, TempoReader::joined));
            }
        }
        // Of more traces than the limit Tempo may choose others for each query.
        return traces.entrySet().stream()
                .filter(trace -> answers.getOrDefault(trace.getKey(), 0) == queries.size())
                .limit(search.limit())
                .map(trace -> Trace.of(trace.getKey(), trace.getValue().values()))
                .toList();
    }

    /** The names of the spans' attributes, and when they were read. */
    private record Names(Instant at, List<String> all) {}

    private List<String> names(Search search) {
        if (names.at().isBefore(Instant.now().minus(KEPT))) {
            var parameters = window(search.from().minus(BEFORE), search.until());
            parameters.put("scope", "span");
            names = new Names(
                    Instant.now(),
                    Http.json(tempo, "/api/v2/search/tags", parameters)
                            .path("scopes")
                            .valueStream()
                            .flatMap(scope -> scope.path("tags").valueStream())
                            .map(JsonNode::asString)
                            .toList());
        }
        return names.all();
    }

    private List<String> queries(Search search, Predicate<String> wanted) {
        var begin = "%s && { kind = server } | select(%s".formatted(query(search), ALWAYS);
        var queries = new ArrayList<String>();
        var query = new StringBuilder(begin);
        for (var name :
                names(search).stream().filter(wanted).map(TempoReader::named).toList()) {
            if (query.length() + name.length() > LONGEST && query.length() > begin.length()) {
                queries.add(query.append(')').toString());
                query = new StringBuilder(begin);
            }
            query.append(", span.").append(name);
        }
        queries.add(query.append(')').toString());
        return queries;
    }

    private static Span joined(Span one, Span other) {
        var attributes = new HashMap<>(one.attributes());
        attributes.putAll(other.attributes());
        return new Span(
                one.traceId(),
                one.id(),
                one.parentId(),
                one.service(),
                one.name(),
                one.kind(),
                one.start(),
                one.end(),
                one.failed(),
                attributes,
                one.events(),
                one.resource());
    }

    private static List<Span> requests(String id, JsonNode trace) {
        return trace.path("spanSets")
                .valueStream()
                .flatMap(set -> set.path("spans").valueStream())
                .map(span -> {
                    var attributes = pairs(span.path("attributes"));
                    var start = time(span.path("startTimeUnixNano"));
                    var service = Objects.requireNonNullElse(attributes.remove("service.name"), "");
                    var status = Objects.requireNonNullElse(attributes.remove("status"), "");
                    var kind = Objects.requireNonNullElse(attributes.remove("kind"), "");
                    var resource = new HashMap<String, String>();
                    RESOURCE.stream()
                            .filter(attributes::containsKey)
                            .forEach(name -> resource.put(name, String.valueOf(attributes.remove(name))));
                    return new Span(
                            id,
                            span.path("spanID").asString(),
                            "",
                            service,
                            span.path("name").asString(""),
                            Span.Kind.of(kind),
                            start,
                            start.plusNanos(span.path("durationNanos").asLong()),
                            status.equals("error"),
                            attributes,
                            List.of(),
                            resource);
                })
                .toList();
    }

    /** Passes a trace of several services on only once. */
    @Override
    public void readAll(Instant from, Instant until, int limit, BiConsumer<String, String> each) {
        var ids = new LinkedHashSet<String>();
        for (var service : Http.json(tempo, "/api/v2/search/tag/resource.service.name/values", window(from, until))
                .path("tagValues")) {
            var parameters = window(from, until);
            parameters.put("q", ofService(service.path("value").asString()));
            parameters.put("limit", Integer.toString(limit));
            Http.json(tempo, "/api/search", parameters)
                    .path("traces")
                    .forEach(trace -> ids.add(padded(trace.path("traceID").asString())));
        }
        ids.forEach(id -> each.accept(id, whole(id).toString()));
    }

    private JsonNode whole(String id) {
        return entire(id, Http.json(address(id)));
    }

    /** Refuses a part of a trace: the span that explains it may be in another. */
    private JsonNode entire(String id, JsonNode answer) {
        if (answer.path("status").asString("").equals("PARTIAL")) {
            throw new StoreException(address(id) + " answered with a part of the trace: "
                    + answer.path("message").asString(""));
        }
        return answer;
    }

    @Override
    public URI address(String id) {
        return Http.uri(tempo, "/api/v2/traces/" + id, Map.of());
    }

    @Override
    public URI address(Search search) {
        var parameters = window(search.from(), search.until());
        parameters.put("q", query(search));
        parameters.put("limit", Integer.toString(search.limit()));
        return Http.uri(tempo, "/api/search", parameters);
    }

    /** Returns the parameters of a window of time, in whole seconds, since Tempo accepts no fractions. */
    private static Map<String, String> window(Instant from, Instant until) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("start", Long.toString(from.getEpochSecond()));
        parameters.put("end", Long.toString(until.getEpochSecond() + 1));
        return parameters;
    }

    @Override
    public String toString() {
        return "Tempo at " + tempo;
    }

    static String query(Search search) {
        return "{ resource.service.name = %s && name = %s%s%s }"
                .formatted(
                        quoted(search.service()),
                        quoted(search.operation()),
                        search.failedOnly() ? " && status = error" : "",
                        search.atLeast().isZero()
                                ? ""
                                : " && duration >= " + search.atLeast().toMillis() + "ms");
    }

    /** Returns TraceQL for the traces in which a service has any span. */
    static String ofService(String service) {
        return "{ resource.service.name = %s }".formatted(quoted(service));
    }

    /**
     * @param answer a trace by its id: {@code batches}, or {@code resourceSpans}, bare or as the answer's {@code trace}
     */
    static Trace read(String id, JsonNode answer) {
        var trace = answer.has("trace") ? answer.path("trace") : answer;
        var resources = trace.has("batches") ? trace.path("batches") : trace.path("resourceSpans");
        return Trace.of(
                id,
                resources
                        .valueStream()
                        .flatMap(resource -> {
                            var service = pairs(resource.path("resource").path("attributes"))
                                    .getOrDefault("service.name", "");
                            return resource.path("scopeSpans")
                                    .valueStream()
                                    .flatMap(scope -> scope.path("spans").valueStream())
                                    .map(span -> span(id, service, span));
                        })
                        .toList());
    }

    private static Span span(String trace, String service, JsonNode span) {
        var attributes = pairs(span.path("attributes"));
        var status = span.path("status");
        if (status.has("message")) {
            attributes.put("otel.status_description", status.path("message").asString());
        }
        return new Span(
                trace,
                hexadecimal(span.path("spanId")),
                parent(trace, span),
                service,
                span.path("name").asString(""),
                kind(span.path("kind")),
                time(span.path("startTimeUnixNano")),
                time(span.path("endTimeUnixNano")),
                List.of("STATUS_CODE_ERROR", "2").contains(status.path("code").asString("")),
                attributes,
                span.path("events").valueStream().map(TempoReader::event).toList());
    }

    /**
     * Returns the id of the parent, or else of the span of the same trace that the span is linked to: a consumer of
     * several messages at once has a link and no parent.
     */
    private static String parent(String trace, JsonNode span) {
        var parent = hexadecimal(span.path("parentSpanId"));
        return parent.isEmpty()
                ? span.path("links")
                        .valueStream()
                        .filter(link -> hexadecimal(link.path("traceId")).equals(trace))
                        .map(link -> hexadecimal(link.path("spanId")))
                        .findFirst()
                        .orElse("")
                : parent;
    }

    private static Span.Event event(JsonNode event) {
        return new Span.Event(
                event.path("name").asString(""), time(event.path("timeUnixNano")), pairs(event.path("attributes")));
    }

    /** Parses a span kind of OTLP's JSON: a name, or a number that counts UNSPECIFIED as 0. */
    private static Span.Kind kind(JsonNode kind) {
        var kinds = Span.Kind.values();
        return kind.isNumber()
                ? kinds[Math.clamp(kind.asInt() - 1, 0, kinds.length - 1)]
                : Span.Kind.of(kind.asString("").replace("SPAN_KIND_", ""));
    }

    private static Map<String, String> pairs(JsonNode pairs) {
        var attributes = new HashMap<String, String>();
        pairs.forEach(pair -> attributes.put(pair.path("key").asString(), text(pair.path("value"))));
        return attributes;
    }

    /** Returns an attribute value of any type as text, as of {@code {"intValue": "42"}}. */
    private static String text(JsonNode value) {
        return value.valueStream()
                .findFirst()
                .map(one -> one.isValueNode() ? one.asString("") : one.toString())
                .orElse("");
    }

    /**
     * Converts an id to hexadecimal. Ids in JSON are Base64 by protobuf's rules, as Tempo has them, or hexadecimal by
     * OTLP's.
     */
    private static String hexadecimal(JsonNode id) {
        var text = id.asString("");
        return text.matches("(?:[0-9a-f]{16}){0,2}")
                ? text
                : HexFormat.of().formatHex(Base64.getDecoder().decode(text));
    }

    /** Restores the leading zeros of an id, which a search leaves out. */
    private static String padded(String id) {
        return "0".repeat(Math.max(0, HEX_DIGITS_OF_A_TRACE - id.length())) + id;
    }

    private static Instant time(JsonNode nanos) {
        return Instant.ofEpochSecond(0, nanos.asLong());
    }

    /** Returns an attribute's name as TraceQL accepts it whatever it contains. */
    private static String named(String attribute) {
        return attribute.matches("[\\w.-]+") ? attribute : quoted(attribute);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
