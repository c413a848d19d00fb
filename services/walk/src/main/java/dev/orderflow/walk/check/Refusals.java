package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks, where requests are refused for being too many, whether the limit or the load has changed. Limits hold for
 * each client: under a flood of some, as many requests of the others succeed as before; where fewer succeed, the limit
 * has become too tight.
 */
record Refusals(PrometheusReader prometheus) implements MetricCheck {

    /** The value of a page's label {@code slo}, and the status of a request that was one too many. */
    private static final String REFUSALS = "refusals";

    private static final String TOO_MANY = "429";

    /** The share of the requests that succeeded before, below which the limit must have changed. */
    private static final double FEWER = 0.9;

    /**
     * PromQL of the share of the usual successes. Counts only routes that need an account, so that public requests do
     * not raise the share.
     */
    private static final String SUCCEEDING =
            "service:succeeded:rate1m / on (service_name, kind) service:succeeded:rate5m_baseline";

    private static final String REFUSED =
            "http_server_request_duration_seconds_count{service_name=\"gateway\", http_response_status_code=~\"4..\"}";

    static Stream<Check> of(Situation situation) {
        var page = situation.page();
        return page != null && page.label("slo").equals(REFUSALS)
                ? Stream.of(new Refusals(situation.stores().prometheus()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "refusals";
    }

    @Override
    public String query() {
        return SUCCEEDING;
    }

    @Override
    public Answer ask() {
        var refused = prometheus.values(
                "sum by (http_response_status_code) (increase(%s[1m]))".formatted(REFUSED),
                "http_response_status_code");
        var tooMany = refused.getOrDefault(TOO_MANY, 0.0);
        var all = refused.values().stream().mapToDouble(Double::doubleValue).sum();
        if (tooMany * 2 < all || all == 0) {
            return Answer.leavesOpen(String.format(
                    Locale.ROOT, "%.0f of %.0f refused requests of the last minute were too many (429)", tooMany, all));
        }
        var succeeding = prometheus.value(query());
        if (Double.isNaN(succeeding)) {
            return Answer.leavesOpen("how many requests succeeded before is unknown");
        }
        var words = String.format(
                Locale.ROOT,
                "%.0f requests of the last minute were too many (429), and %.0f %% as many as before succeed",
                tooMany,
                succeeding * 100);
        var limit = new Cause(Component.GATEWAY, Mechanism.BAD_CONFIGURATION);
        var load = new Cause(Component.LOAD, Mechanism.OVERLOAD);
        return succeeding < FEWER
                ? new Answer(words, List.of(limit), List.of(load))
                : new Answer(words, List.of(load), List.of(limit));
    }
}
