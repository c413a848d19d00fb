package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether a service gave its calls up sooner than half of them were answered before, and its requests failed
 * sooner than half of them succeeded before: then the service itself, and not what it called, has set the limit. A
 * request that took long before it came there has also little time left, but has not failed soon.
 *
 * @param began the time from which the page's requests failed
 */
record OwnDeadline(Stores stores, Instant began, Instant until) implements LogCheck {

    /** The message of {@code Downstream} in services/platform; the attribute with the milliseconds of the call. */
    private static final String MESSAGE = "timeout connecting to downstream service";

    private static final String SPENT = "spent_ms";
    private static final int LIMIT = 500;

    /** How long before the beginning answers are counted. */
    private static final Duration BEFORE = Duration.ofMinutes(10);

    static Stream<Check> of(Situation situation) {
        return Stream.of(new OwnDeadline(situation.stores(), situation.began(), situation.now()));
    }

    @Override
    public String name() {
        return "deadline";
    }

    @Override
    public LogSearch search() {
        return new LogSearch("message", List.of(MESSAGE), began, until, LIMIT);
    }

    /** A caller and a service that gave no answer. */
    private record Call(String caller, String called) {}

    @Override
    public Answer ask() {
        var calls = stores.logs().matching(search()).stream()
                .filter(line -> !Double.isNaN(line.number(SPENT)))
                .filter(line ->
                        Situation.isService(line.service()) && Situation.isService(line.attribute(Situation.CALLED)))
                .collect(Collectors.groupingBy(line -> new Call(line.service(), line.attribute(Situation.CALLED))));
        return calls.entrySet().stream()
                .max(Comparator.comparing(call -> call.getValue().size()))
                .map(call -> compare(call.getKey(), median(call.getValue())))
                .orElseGet(() -> Answer.leavesOpen("no call was given up"));
    }

    private static double median(List<LogStore.Line> lines) {
        var spent =
                lines.stream().mapToDouble(line -> line.number(SPENT)).sorted().toArray();
        return spent[spent.length / 2];
    }

    private Answer compare(Call call, double spent) {
        var answered = milliseconds(call.called(), "!~\"5..\"", BEFORE, began);
        var succeeded = milliseconds(call.caller(), "!~\"5..\"", BEFORE, began);
        var failed = milliseconds(call.caller(), "=~\"50[34]\"", Duration.between(began, until), until);
        var words =
                ("%1$s gave calls of %2$s up after %3$s, which were answered within %4$s before; its requests failed"
                                + " after %5$s, and succeeded within %6$s before (medians)")
                        .formatted(
                                call.caller(),
                                call.called(),
                                text(spent),
                                text(answered),
                                text(failed),
                                text(succeeded));
        var cause = List.of(Cause.of(call.caller(), Mechanism.BAD_CONFIGURATION.id()));
        if (Double.isNaN(answered) || Double.isNaN(succeeded) || Double.isNaN(failed)) {
            return Answer.leavesOpen(words);
        }
        return spent < answered && failed < succeeded ? Answer.confirms(words, cause) : Answer.excludes(words, cause);
    }

    /** Returns the median duration of a service's requests; {@code NaN} if there were none. */
    private double milliseconds(String service, String status, Duration window, Instant at) {
        var expression = ("histogram_quantile(0.5, sum by (le) (increase(http_server_request_duration_seconds_bucket{"
                        + "service_name=\"%s\", http_response_status_code%s}[%ds] @ %d)))")
                .formatted(service, status, Math.max(60, window.toSeconds()), at.getEpochSecond());
        return stores.prometheus().value(expression) * 1000;
    }

    private static String text(double milliseconds) {
        return Double.isNaN(milliseconds)
                ? "an unknown time"
                : String.format(Locale.ROOT, milliseconds < 10 ? "%.1f ms" : "%.0f ms", milliseconds);
    }
}
