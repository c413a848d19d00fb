package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks whether a request was given up sooner than half of such requests succeeded before: then its service, and not
 * what it called, has set the limit.
 *
 * @param measured the time of the whole request that the exemplar measured, in seconds
 * @param began the time from which the page's requests failed
 */
record OwnDeadline(PrometheusReader prometheus, Span request, double measured, Instant began) implements Check {

    /** How long before the beginning successful requests are counted. */
    private static final Duration BEFORE = Duration.ofMinutes(10);

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        var exemplar = situation.exemplar();
        return explanation != null
                        && exemplar != null
                        && Situation.isService(explanation.operation().service())
                        && explanation.operation().kind() == Span.Kind.SERVER
                        && explanation
                                .operation()
                                .attribute("http.response.status_code")
                                .equals("504")
                ? Stream.of(new OwnDeadline(
                        situation.stores().prometheus(), explanation.operation(), exemplar.value(), situation.began()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "deadline";
    }

    @Override
    public String query() {
        return ("histogram_quantile(0.5, sum by (le) (increase(http_server_request_duration_seconds_bucket{"
                        + "service_name=\"%s\", http_route=\"%s\", http_request_method=\"%s\","
                        + " http_response_status_code!~\"5..\"}[%dm] @ %d)))")
                .formatted(
                        request.service(),
                        request.attribute("http.route"),
                        request.attribute("http.request.method"),
                        BEFORE.toMinutes(),
                        began.getEpochSecond());
    }

    @Override
    public URI address() {
        return prometheus.address(query());
    }

    @Override
    public Answer ask() {
        var before = prometheus.value(query());
        var cause = List.of(Cause.of(request.service(), Mechanism.BAD_CONFIGURATION.id()));
        var took = request.duration().toNanos() / 1e6;
        var words = "%s gave the request up after %.0f ms; half of them succeeded within %s before"
                .formatted(
                        request.service(),
                        took,
                        Double.isNaN(before)
                                ? "an unknown time"
                                : String.format(Locale.ROOT, "%.0f ms", before * 1000));
        if (Double.isNaN(before)) {
            return new Answer(words, List.of(), List.of());
        }
        // Of a request that took long before it came here, only the rest of its time was left.
        return took < before * 1000 && measured < 2 * before
                ? Answer.confirms(words, cause)
                : Answer.excludes(words, cause);
    }
}
