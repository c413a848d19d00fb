package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.FailureMode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks, where a consumer gave a message up as one that nobody can process, whether it gives nearly each up: then no
 * single message is at fault, but the versions of the consumer and of its producer do not fit. Says nothing of other
 * exceptions: a message that is tried again and again, and blocks its partition, makes up most of the attempts, too.
 */
record FailingMessages(PrometheusReader prometheus, String service, String message) implements MetricCheck {

    /** The share of failed attempts from which on no single message is to blame. */
    private static final double NEARLY_ALL = 0.9;

    /** The exception of services/platform for a message that nobody can process. */
    private static final String UNPROCESSABLE = "UnprocessableEventException";

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        return explanation != null
                        && explanation.mechanism() == FailureMode.CONSUMER_FAILURE
                        && explanation.message().contains(UNPROCESSABLE)
                        && Situation.isService(explanation.span().service())
                ? Stream.of(new FailingMessages(
                        situation.stores().prometheus(), explanation.span().service(), explanation.message()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public String query() {
        // By pod: while pods replace others, those of the version before still succeed.
        return ("max(sum by (k8s_pod_name) (increase(%1$s, error_type!=\"\"}[1m])) "
                        + "/ sum by (k8s_pod_name) (increase(%1$s}[1m])))")
                .formatted("messaging_process_duration_seconds_count{service_name=\"%s\"".formatted(service));
    }

    @Override
    public Answer ask() {
        var share = prometheus.value(query());
        if (Double.isNaN(share)) {
            return Answer.leavesOpen("unknown");
        }
        var words = String.format(
                Locale.ROOT,
                "a pod of %s failed at %.0f %% of its messages of the last minute: %s",
                service,
                share * 100,
                message.lines().findFirst().orElse(""));
        var poison = List.of(Cause.of(service, Mechanism.POISON_MESSAGE.id()));
        var own = List.of(Cause.of(service, Mechanism.INCOMPATIBLE_VERSION.id()));
        return share > NEARLY_ALL ? new Answer(words, own, poison) : Answer.excludes(words, own);
    }
}
