package dev.orderflow.who;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.TraceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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

    /**
     * The window is read in pieces, so that neither its end nor its beginning is all that is seen. Those of all
     * requests are shorter than a minute: a case is compared with others of its minute.
     */
    private static final Pieces OF_ALL = new Pieces(16, 12);

    private static final Pieces OF_CASES = new Pieces(8, 25);

    /**
     * Parts of a window of the same length.
     *
     * @param limit traces of each part at the most, so that a store's answer fits into the pager's memory
     */
    private record Pieces(int number, int limit) {

        /** Returns the searches, the latest first: what goes on is there. */
        Stream<TraceStore.Search> searches(Question question) {
            var length = Duration.between(question.from(), question.until()).dividedBy(number);
            return IntStream.range(0, number)
                    .mapToObj(piece -> question.from().plus(length.multipliedBy(number - 1L - piece)))
                    .map(from -> new TraceStore.Search(
                            question.service(), question.operation(), from, from.plus(length), limit));
        }
    }

    /** Searches at a time; their answers fit into the pager's memory. */
    private static final int READERS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Controls at the least, for shoppers to be what is counted. */
    private static final int SHOPPERS = 20;

    private final Stores stores;

    public Who(Stores stores) {
        this.stores = stores;
    }

    /**
     * Returns the question of a page: of the operation at the gateway with most requests of the kind that the page is
     * about: failed, refused, or slow. Empty for a page about something else, and if there was no such request.
     *
     * @throws StoreException if Prometheus does not answer
     */
    public Optional<Question> ofPage(Alert alert, Instant now) {
        var from = alert.activeAt().minus(BEFORE);
        var until = earlier(now, from.plus(LONGEST));
        return selection(alert.name())
                .flatMap(selection -> most(
                                stores.prometheus().at(until),
                                Math.max(60, Duration.between(from, until).toSeconds()),
                                selection)
                        .map(operation -> new Question(EDGE, operation, from, until, selection)));
    }

    /** Returns which requests an alert of the chart is about; empty if it is not about shoppers' requests. */
    private static Optional<Selection> selection(String alert) {
        if (alert.startsWith("Latency")) {
            return Optional.of(new Selection.Slow(SLOW));
        }
        if (alert.equals("RequestsRefused")) {
            return Optional.of(new Selection.Refused());
        }
        return alert.startsWith("ErrorRate") || alert.startsWith("Availability")
                ? Optional.of(new Selection.Failed())
                : Optional.empty();
    }

    private static Optional<String> most(PrometheusReader metrics, long seconds, Selection selection) {
        return most(
                metrics,
                switch (selection) {
                    case Selection.Slow slow ->
                        "%s - %s > 0"
                                .formatted(
                                        counted("count", "", seconds),
                                        counted(
                                                "bucket",
                                                ", le=\"" + slow.atLeast().toSeconds() + "\"",
                                                seconds));
                    case Selection.Refused _ ->
                        counted(
                                        "count",
                                        ", http_response_status_code=~\"" + String.join("|", Selection.Refused.STATUS)
                                                + "\"",
                                        seconds)
                                + " > 0";
                    default -> counted("count", ", http_response_status_code=~\"5..\"", seconds) + " > 0";
                });
    }

    /** Returns PromQL that counts the gateway's requests by operation. */
    private static String counted(String series, String matchers, long seconds) {
        return ("sum by (http_request_method, http_route) (increase(http_server_request_duration_seconds_%s"
                        + "{service_name=\"%s\", http_route!=\"\"%s}[%ds]))")
                .formatted(series, EDGE, matchers, seconds);
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
        var compared = requests.stream()
                .filter(request ->
                        request.path().equals(path) && question.selection().isCompared(request))
                .toList();
        var unit = "shopper";
        var units = Units.ofShoppers(compared, question.selection());
        if (units.stream().filter(one -> !one.isCase()).count() < SHOPPERS) {
            unit = "request";
            units = Units.ofRequests(compared, question.selection());
        }
        var answer = new Comparison(units, Attributes.generality()).answer();
        var milliseconds = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return new Result(question, path, unit, answer, requests.size(), milliseconds);
    }

    /**
     * Reads as many of the cases as of all, from each piece of the window, until it has taken too long. A piece that a
     * store does not answer, or not in time, is left out.
     *
     * @throws StoreException if it answers none
     */
    private List<Request> requests(Question question) {
        var selection = question.selection();
        // Cases that no store can search for are among all.
        var ofCases = OF_CASES.searches(question)
                .filter(search -> !selection.narrowed(search).equals(search))
                .map(selection::narrowed);
        var reads = Stream.concat(ofCases, OF_ALL.searches(question))
                .<Callable<List<Request>>>map(search -> () -> requests(question, search))
                .toList();
        var answered = new ArrayList<List<Request>>();
        StoreException refusal = null;
        for (var read : all(reads)) {
            switch (read.state()) {
                case SUCCESS -> answered.add(read.resultNow());
                case FAILED -> refusal = refusal(read.exceptionNow());
                default -> {} // not in time
            }
        }
        if (answered.isEmpty() && refusal != null) {
            throw refusal;
        }
        return answered.stream()
                .flatMap(List::stream)
                .collect(toMap(Request::traceId, identity(), (first, _) -> first))
                .values()
                .stream()
                .sorted(Comparator.comparing(Request::at).thenComparing(Request::traceId))
                .toList();
    }

    private List<Request> requests(Question question, TraceStore.Search search) {
        return stores.traces().requests(search, Request::isRead).stream()
                .flatMap(trace -> Request.of(trace, question.service(), question.operation()).stream())
                .toList();
    }

    private static StoreException refusal(Throwable failure) {
        if (failure instanceof StoreException refusal) {
            return refusal;
        }
        throw new IllegalStateException(failure);
    }

    private static <T> List<Future<T>> all(List<Callable<T>> reads) {
        var readers = Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory());
        try {
            return readers.invokeAll(reads, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while requests were read", e);
        } finally {
            readers.shutdownNow();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
