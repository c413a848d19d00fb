package dev.orderflow.drill.incident;

import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.PrometheusReader;
import java.time.Instant;
import java.util.stream.Stream;

/** The gateway's requests that were answered with 5xx, found through the exemplars of its latency histogram. */
public final class FailedRequests {

    private static final String FAILED =
            "http_server_request_duration_seconds_bucket{service_name=\"gateway\", http_response_status_code=~\"5..\"}";

    private FailedRequests() {}

    /** Returns the ids of their traces, without duplicates. */
    public static Stream<String> traces(PrometheusReader prometheus, Instant from, Instant until) {
        return prometheus.exemplars(FAILED, from, until).stream()
                .map(Exemplar::traceId)
                .distinct();
    }
}
