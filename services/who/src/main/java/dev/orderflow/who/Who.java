package dev.orderflow.who;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.TraceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Asks the stores which shoppers a page is about: what those have in common whose requests failed. */
public final class Who {

    /** The service whose requests are the shoppers'. */
    public static final String EDGE = "gateway";

    /** The duration from which on a request of a page about latencies is slow: the latency objective of the gateway. */
    public static final Duration SLOW = Duration.ofSeconds(1);

    /** How long before an alert is active its cause may have begun. */
    private static final Duration BEFORE = Duration.ofMinutes(2);

    /** How much is read at the most: what began ten minutes ago has shown itself. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** The window is read in pieces, so that neither its end nor its beginning is all that is seen. */
    private static final int PIECES = 16;

    /** Traces of each selection in a piece at the most; a store's answer of so many fits into the pager's memory. */
    private static final int OF_A_PIECE = 25;

    /** Controls at the least, for shoppers to be what is counted. */
    private static final int SHOPPERS = 20;

    private final Stores stores;

    public Who(Stores stores) {
        this.stores = stores;
    }

    /**
     * Returns the question of a page: of the operation at the gateway with most failures, or, where the page is about
     * durations or nothing failed, with most slow requests. Empty if no request failed and none was slow.
     *
     * @throws StoreException if Prometheus does not answer
     */
    public Optional<Question> ofPage(Alert alert, Instant now) {
        var from = alert.activeAt().minus(BEFORE);
        var until = earlier(now, from.plus(LONGEST));
        var seconds = Math.max(60, Duration.between(from, until).toSeconds());
        var metrics = stores.prometheus().at(until);
        var failed = most(metrics, """
                sum by (http_request_method, http_route) (increase(http_server_request_duration_seconds_count\
                {service_name="%s", http_response_status_code=~"5..", http_route!=""}[%ds])) > 0""".formatted(EDGE, seconds));
        if (failed.isPresent() && !isOfDurations(alert)) {
            return failed.map(operation -> new Question(EDGE, operation, from, until, new Selection.Failed()));
        }
        var slow = most(metrics, """
                sum by (http_request_method, http_route) (increase(http_server_request_duration_seconds_count\
                {service_name="%1$s", http_route!=""}[%2$ds]))
                  - sum by (http_request_method, http_route) (increase(http_server_request_duration_seconds_bucket\
                {service_name="%1$s", http_route!="", le="%3$.1f"}[%2$ds])) > 0""".formatted(EDGE, seconds, SLOW.toMillis() / 1000.0));
        return slow.map(operation -> new Question(EDGE, operation, from, until, new Selection.Slow(SLOW)));
    }

    private static boolean isOfDurations(Alert alert) {
        return alert.expression().contains("_duration_seconds_bucket")
                || alert.name().contains("Latency");
    }

    private static Optional<String> most(PrometheusReader metrics, String expression) {
        return metrics.query(expression).stream()
                .max(Comparator.comparingDouble((JsonNode series) ->
                        PrometheusReader.number(series.path("value").path(1))))
                .map(series -> series.at("/metric/http_request_method").asString("") + " "
                        + series.at("/metric/http_route").asString(""));
    }

    /**
     * Answers a question.
     *
     * @throws StoreException if the trace store does not answer
     */
    public Result ask(Question question) {
        var begun = System.nanoTime();
        var requests = requests(question);
        Predicate<Request> isCase = question.selection()::isCase;
        var path = requests.stream().filter(isCase).collect(groupingBy(Request::path, counting())).entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
        var compared =
                requests.stream().filter(request -> request.path().equals(path)).toList();
        var unit = "shopper";
        var units = units(compared, question.selection(), Request::shopper);
        if (units.stream().filter(one -> !one.isCase()).count() < SHOPPERS) {
            unit = "request";
            units = units(compared, question.selection(), Request::traceId);
        }
        var answer = new Comparison(units, Attributes.generality()).answer();
        var milliseconds = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return new Result(question, path, unit, answer, requests.size(), milliseconds);
    }

    /** Reads as many of the cases as of all, from each piece of the window. */
    private List<Request> requests(Question question) {
        var all = new LinkedHashMap<String, Request>();
        var piece = Duration.between(question.from(), question.until()).dividedBy(PIECES);
        for (var number = 0; number < PIECES; number++) {
            var from = question.from().plus(piece.multipliedBy(number));
            var search =
                    new TraceStore.Search(question.service(), question.operation(), from, from.plus(piece), OF_A_PIECE);
            Stream.of(question.selection().narrowed(search), search)
                    .distinct()
                    .flatMap(one -> stores.traces().requests(one, Request::isRead).stream())
                    .flatMap(trace -> Request.of(trace, question.service(), question.operation()).stream())
                    .forEach(request -> all.putIfAbsent(request.traceId(), request));
        }
        return all.values().stream()
                .sorted(Comparator.comparing(Request::at).thenComparing(Request::traceId))
                .toList();
    }

    /**
     * Makes the units of requests: each is a case if one of its requests is, and has the attributes of the first of
     * those, or else of its first request.
     */
    private static List<Unit> units(List<Request> requests, Selection selection, Function<Request, String> identity) {
        var names = requests.stream()
                .flatMap(request -> request.attributes().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        var byUnit = new LinkedHashMap<String, List<Request>>();
        for (var request : requests) {
            var id = identity.apply(request);
            byUnit.computeIfAbsent(id.isEmpty() ? request.traceId() : id, _ -> new ArrayList<>())
                    .add(request);
        }
        return byUnit.entrySet().stream()
                .map(entry -> {
                    var failed =
                            entry.getValue().stream().filter(selection::isCase).findFirst();
                    var shown = failed.orElse(entry.getValue().getFirst());
                    return new Unit(
                            entry.getKey(),
                            failed.isPresent(),
                            selection.isWithinMinutes() ? shown.at().getEpochSecond() / 60 : 0,
                            attributes(shown, names, selection),
                            shown.traceId());
                })
                .toList();
    }

    /** Returns the attributes of a request; where the first service knows none of a name, that counts too. */
    private static Map<String, String> attributes(Request request, Set<String> names, Selection selection) {
        var all = new LinkedHashMap<>(request.inner());
        names.forEach(name -> all.put(name, request.attributes().getOrDefault(name, Unit.ABSENT)));
        all.keySet().removeIf(selection::isMadeBy);
        return all;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
