package dev.orderflow.stores;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads metrics, exemplars, alerts and targets from Prometheus's HTTP API v1. */
public final class PrometheusReader {

    /** The longest evaluation of a query that a person waits for. */
    private static final String TIMEOUT = "5s";

    private final URI prometheus;
    private final @Nullable Instant time;

    public PrometheusReader(URI prometheus) {
        this(prometheus, null);
    }

    private PrometheusReader(URI prometheus, @Nullable Instant time) {
        this.prometheus = prometheus;
        this.time = time;
    }

    /** Returns a reader whose instant queries are evaluated at a time, and not when they are asked. */
    public PrometheusReader at(Instant time) {
        return new PrometheusReader(prometheus, time);
    }

    public URI address() {
        return prometheus;
    }

    /** Runs an instant query and returns its samples. */
    public List<JsonNode> query(String expression) {
        return Http.json(address(expression))
                .path("data")
                .path("result")
                .valueStream()
                .toList();
    }

    /**
     * Runs an instant query at a past time and returns its samples.
     *
     * @param most how many series Prometheus returns at most; it has five seconds
     */
    public List<JsonNode> query(String expression, Instant at, int most) {
        return data(
                        "/api/v1/query",
                        Map.of(
                                "query",
                                expression,
                                "time",
                                at.toString(),
                                "timeout",
                                TIMEOUT,
                                "limit",
                                Integer.toString(most)))
                .path("result")
                .valueStream()
                .toList();
    }

    /** Runs a range query, with the same bounds, and returns its series. */
    public List<JsonNode> range(String expression, Instant from, Instant until, Duration step, int most) {
        var parameters = Map.of(
                "query",
                expression,
                "start",
                from.toString(),
                "end",
                until.toString(),
                "step",
                step.toSeconds() + "s",
                "timeout",
                TIMEOUT,
                "limit",
                Integer.toString(most));
        return data("/api/v1/query_range", parameters)
                .path("result")
                .valueStream()
                .toList();
    }

    /**
     * Returns the values of a label on the series of a selector in a window of time, in alphabetical order.
     *
     * @param most how many values at most
     */
    public List<String> labelValues(String label, String selector, Instant from, Instant until, int most) {
        var parameters = Map.of(
                "match[]",
                selector,
                "start",
                from.toString(),
                "end",
                until.toString(),
                "limit",
                Integer.toString(most));
        return data("/api/v1/label/" + label + "/values", parameters)
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /** Runs an instant query and returns the values of its samples, by a label that each has once. */
    public SortedMap<String, Double> values(String expression, String label) {
        var values = new TreeMap<String, Double>();
        query(expression)
                .forEach(sample -> values.put(
                        sample.path("metric").path(label).asString(""),
                        number(sample.path("value").path(1))));
        return values;
    }

    /** Returns the URL of the same request, for a person. */
    public URI address(String expression) {
        return Http.uri(
                prometheus,
                "/api/v1/query",
                time == null ? Map.of("query", expression) : Map.of("query", expression, "time", time.toString()));
    }

    /** Runs an instant query and returns its single value; {@code NaN} if it has none. */
    public double value(String expression) {
        var result = Http.json(address(expression)).path("data");
        var value = result.path("resultType").asString("").equals("scalar")
                ? result.path("result").path(1)
                : result.path("result").path(0).path("value").path(1);
        return number(value);
    }

    /** Returns the exemplars of a histogram in a window of time. */
    public List<Exemplar> exemplars(String selector, Instant from, Instant until) {
        return Http.json(address(selector, from, until))
                .path("data")
                .valueStream()
                .flatMap(series -> series.path("exemplars")
                        .valueStream()
                        .map(exemplar -> exemplar(exemplar, texts(series.path("seriesLabels")))))
                .filter(exemplar -> !exemplar.traceId().isEmpty())
                .distinct()
                .toList();
    }

    /** Returns the URL of the same request, for a person. */
    public URI address(String selector, Instant from, Instant until) {
        return Http.uri(
                prometheus,
                "/api/v1/query_exemplars",
                Map.of("query", selector, "start", from.toString(), "end", until.toString()));
    }

    /** Returns all alerts that are pending or firing, with their rules' expressions. */
    public List<Alert> alerts() {
        return rules("alert")
                .flatMap(rule -> rule.path("alerts").valueStream().map(alert -> alert(rule, alert)))
                .toList();
    }

    /** Returns the URL of the same request, for a person. */
    public URI alertsAddress() {
        return Http.uri(prometheus, "/api/v1/rules", Map.of("type", "alert"));
    }

    /** Returns the expression of each recorded series by its name; several of one name are joined by {@code or}. */
    public Map<String, String> recordings() {
        var expressions = new HashMap<String, String>();
        rules("record")
                .forEach(rule -> expressions.merge(
                        rule.path("name").asString(),
                        rule.path("query").asString(""),
                        (one, other) -> one + " or " + other));
        return expressions;
    }

    /** Returns the names of all metrics that exist, or existed recently. */
    public Set<String> metrics() {
        return data("/api/v1/label/__name__/values", Map.of())
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toSet());
    }

    /** Returns the names of all labels. */
    public List<String> labels() {
        return data("/api/v1/labels", Map.of())
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /** Returns all values of a label. */
    public List<String> labelValues(String label) {
        return data("/api/v1/label/" + label + "/values", Map.of())
                .valueStream()
                .map(value -> value.asString(""))
                .toList();
    }

    /** Returns all rules as the JSON that Prometheus returns. */
    public String rulesText() {
        return Http.json(prometheus, "/api/v1/rules", Map.of()).toString();
    }

    /** Parses an expression into Prometheus's syntax tree, whose nodes have a {@code type} each. */
    public JsonNode parsed(String expression) {
        return data("/api/v1/parse_query", Map.of("query", expression));
    }

    /** Returns the active scrape targets, each with its job, health and last error. */
    public List<JsonNode> targets() {
        return data("/api/v1/targets", Map.of("state", "active"))
                .path("activeTargets")
                .valueStream()
                .toList();
    }

    /** Returns the Alertmanagers that Prometheus sends to. */
    public List<JsonNode> alertmanagers() {
        return data("/api/v1/alertmanagers", Map.of())
                .path("activeAlertmanagers")
                .valueStream()
                .toList();
    }

    private Stream<JsonNode> rules(String type) {
        return data("/api/v1/rules", Map.of("type", type))
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream());
    }

    private JsonNode data(String path, Map<String, String> parameters) {
        return Http.json(prometheus, path, parameters).path("data");
    }

    private static Alert alert(JsonNode rule, JsonNode alert) {
        return new Alert(
                rule.path("name").asString(),
                alert.path("state").asString(""),
                texts(alert.path("labels")),
                texts(alert.path("annotations")),
                rule.path("query").asString(""),
                Instant.parse(alert.path("activeAt").asString()),
                number(alert.path("value")));
    }

    private static Exemplar exemplar(JsonNode exemplar, Map<String, String> series) {
        var seconds = exemplar.path("timestamp").asDouble();
        return new Exemplar(
                exemplar.path("labels").path("trace_id").asString(""),
                exemplar.path("labels").path("span_id").asString(""),
                number(exemplar.path("value")),
                Instant.ofEpochMilli(Math.round(seconds * 1000)),
                series);
    }

    /** Parses a sample's value, which Prometheus writes as a string, including {@code NaN} and {@code +Inf}. */
    public static double number(JsonNode text) {
        try {
            return Double.parseDouble(text.asString("NaN").replace("+Inf", "Infinity"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new HashMap<String, String>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asString("")));
        return texts;
    }
}
