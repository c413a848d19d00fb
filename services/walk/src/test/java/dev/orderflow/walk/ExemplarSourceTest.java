package dev.orderflow.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Exemplar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExemplarSourceTest {

    private static final String P99 = "histogram_quantile(0.99, sum by (le, service_name) "
            + "(rate(http_server_request_duration_seconds_bucket{http_route!=\"\"}[5m]))) > 0.5";

    @Test
    void theAnnotationComesFirst() {
        var annotations =
                Map.of("exemplar_query", "messaging_process_duration_seconds_bucket{service_name=\"payment\"}");
        assertThat(ExemplarSource.of(page(P99, Map.of("service", "gateway"), annotations), Map.of()))
                .get()
                .isEqualTo(new ExemplarSource(
                        "messaging_process_duration_seconds_bucket{service_name=\"payment\"}",
                        "0.5",
                        "its annotation exemplar_query"));
    }

    @Test
    void theThresholdOfAnAnnotationComesFirst() {
        assertThat(ExemplarSource.of(
                        page(P99, Map.of(), Map.of("exemplar_above", "objective:latency:seconds")), Map.of()))
                .get()
                .extracting(ExemplarSource::above)
                .isEqualTo("objective:latency:seconds");
    }

    @Test
    void anAnnotationThatNamesNoHistogramOfDurationsOpensNoExemplar() {
        assertThat(ExemplarSource.of(page("up == 0", Map.of(), Map.of("exemplar_query", "up")), Map.of()))
                .isEmpty();
    }

    /** A rule may name as many routes as it likes. */
    @Test
    void aMatcherOfAnyLengthIsRead() {
        var matcher = "{http_route=~\"" + "/api/a\\\\.b|".repeat(20_000) + "/\"}";
        assertThat(ExemplarSource.of(
                        page(
                                "rate(http_server_request_duration_seconds_count" + matcher + "[5m]) > 1",
                                Map.of(),
                                Map.of()),
                        Map.of()))
                .get()
                .extracting(ExemplarSource::selector)
                .isEqualTo("http_server_request_duration_seconds_bucket" + matcher);
        var unclosed = "{" + "a=\"b\",".repeat(20_000);
        assertThat(ExemplarSource.of(
                        page("rate(http_server_request_duration_seconds_count" + unclosed, Map.of(), Map.of()),
                        Map.of()))
                .get()
                .extracting(ExemplarSource::selector)
                .isEqualTo("http_server_request_duration_seconds_bucket");
    }

    @Test
    void theThresholdMayBeASeries() {
        var recordings = Map.of(
                "service:p99", "histogram_quantile(0.99, rate(http_server_request_duration_seconds_bucket[5m]))");
        var scalar =
                "service:p99{service_name=\"gateway\"} > scalar(objective:latency:seconds)\nand service:requests >= 1";
        assertThat(ExemplarSource.of(page(scalar, Map.of(), Map.of()), recordings))
                .get()
                .extracting(ExemplarSource::above)
                .isEqualTo("scalar(objective:latency:seconds)");
        var joined = "service:p99 > on (kind) group_left objective:latency:seconds\nand service:requests >= 1";
        assertThat(ExemplarSource.of(page(joined, Map.of("kind", "server"), Map.of()), recordings))
                .get()
                .extracting(ExemplarSource::above)
                .isEqualTo("objective:latency:seconds{kind=\"server\"}");
    }

    @Test
    void ofALatencyTheBucketsOfItsServiceAboveItsThreshold() {
        assertThat(ExemplarSource.of(page(P99, Map.of("service", "gateway"), Map.of()), Map.of()))
                .get()
                .isEqualTo(new ExemplarSource(
                        "http_server_request_duration_seconds_bucket{http_route!=\"\",service_name=\"gateway\"}",
                        "0.5",
                        "its expression"));
    }

    @Test
    void ofAShareOfErrorsThoseThatFailed() {
        var share = "sum(rate(http_server_request_duration_seconds_count{service_name=\"gateway\","
                + "http_response_status_code=~\"5..\"}[1m]))"
                + " / sum(rate(http_server_request_duration_seconds_count{service_name=\"gateway\"}[1m])) > 0.05";
        assertThat(ExemplarSource.of(page(share, Map.of("service", "gateway"), Map.of()), Map.of()))
                .get()
                .extracting(ExemplarSource::selector, ExemplarSource::above)
                .containsExactly(
                        "http_server_request_duration_seconds_bucket{service_name=\"gateway\","
                                + "http_response_status_code=~\"5..\"}",
                        "");
    }

    @Test
    void ofWhatWasInTimeAllThatTookPart() {
        var objective = "1 - sum(rate(http_server_request_duration_seconds_bucket{le=\"0.5\", "
                + "service_name=\"order\"}[1h])) > 0.01";
        assertThat(ExemplarSource.of(page(objective, Map.of(), Map.of()), Map.of()))
                .get()
                .extracting(ExemplarSource::selector)
                .isEqualTo("http_server_request_duration_seconds_bucket{service_name=\"order\"}");
    }

    @Test
    void aRecordedSeriesLeadsToWhatItWasRecordedFrom() {
        var recordings = Map.of(
                "service:p50:5m", "histogram_quantile(0.5, service:buckets:rate5m)",
                "service:buckets:rate5m", "sum by (le) (rate(http_server_request_duration_seconds_bucket[5m]))");
        assertThat(ExemplarSource.of(
                        page("service:p50:5m > 4 * service:p50:baseline", Map.of("service", "gateway"), Map.of()),
                        recordings))
                .get()
                .extracting(ExemplarSource::selector)
                .isEqualTo("http_server_request_duration_seconds_bucket{service_name=\"gateway\"}");
    }

    @Test
    void ofALagWhatTheConsumerProcesses() {
        assertThat(ExemplarSource.of(
                        page("sum(kafka_consumer_group_lag_ratio) > 100", Map.of("service", "payment"), Map.of()),
                        Map.of()))
                .get()
                .extracting(ExemplarSource::selector)
                .isEqualTo("messaging_process_duration_seconds_bucket{service_name=\"payment\"}");
    }

    @Test
    void nothingWithoutAHistogram() {
        assertThat(ExemplarSource.of(page("up == 0", Map.of(), Map.of()), Map.of()))
                .isEmpty();
    }

    @Test
    void failedRequestsComeFirstWithoutALimit() {
        var slow = new Exemplar("a", "", 3, Instant.EPOCH, Map.of());
        var failed = new Exemplar("b", "", 1, Instant.EPOCH, Map.of("error_type", "SomeException"));
        var quick = new Exemplar("c", "", 2, Instant.EPOCH, Map.of());
        assertThat(new ExemplarSource("x_bucket", "", "").inTurn(List.of(quick, slow, failed), Instant.EPOCH))
                .containsExactly(failed, slow, quick);
        assertThat(new ExemplarSource("x_bucket", "0.5", "").inTurn(List.of(quick, failed, slow), Instant.EPOCH))
                .containsExactly(slow, quick, failed);
    }

    @Test
    void theWorstAndTheLatestComeInTurnAndUnsettledTracesLast() {
        var settled = Instant.EPOCH.plusSeconds(100);
        var stall = new Exemplar("a", "", 11, Instant.EPOCH, Map.of());
        var second = new Exemplar("b", "", 10, Instant.EPOCH.plusSeconds(1), Map.of());
        var now = new Exemplar("c", "", 2, settled, Map.of());
        var running = new Exemplar("d", "", 3, settled.plusSeconds(5), Map.of());
        var source = new ExemplarSource("x_bucket", "0.5", "");
        var all = List.of(running, second, now, stall);
        assertThat(source.inTurn(all, settled)).containsExactly(stall, now, second, running);
    }

    @Test
    void theSeriesAreCountedByTheirLastBucket() {
        assertThat(new ExemplarSource("x_bucket{a=\"b\"}", "", "").counted(7))
                .contains("increase(x_bucket{a=\"b\",le=\"+Inf\"}[7m])");
        assertThat(new ExemplarSource("x_bucket", "", "").counted(7)).contains("increase(x_bucket{le=\"+Inf\"}[7m])");
    }

    private static Alert page(String expression, Map<String, String> labels, Map<String, String> annotations) {
        return new Alert("Page", "firing", labels, annotations, expression, Instant.EPOCH, 1);
    }
}
