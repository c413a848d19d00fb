package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.PagerClient.Page;
import dev.orderflow.drill.incident.FailedRequests;
import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Walk;
import dev.orderflow.walk.cause.Cause;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that responds through the pager's API and the stores alone. Walks from each open page, and states the cause
 * on which two walks in a row agree, with the trace of the second. States that nothing is wrong if no page fires for
 * long after the box. Mends nothing.
 */
final class ScriptedResponder extends ProgramResponder {

    private static final Duration RECENT = Duration.ofMinutes(5);
    private static final int OTHERS = 10;

    private final PagerClient pager;
    private final Stores stores;
    private final Clock clock;

    /** The result of the last walk that found a cause, while a page is open. */
    private @Nullable Candidate last;

    ScriptedResponder(PagerClient pager, Stores stores, Clock clock, Duration pause) {
        super(pager, clock, pause);
        this.pager = pager;
        this.stores = stores;
        this.clock = clock;
    }

    /** @param isSymptom whether another trace may say more: this one shows only what a request waited for */
    private record Candidate(Page page, Cause cause, String traceId, boolean isSymptom) {}

    @Override
    boolean look(List<Page> open, boolean isLast) {
        var found = open.stream()
                .flatMap(this::investigate)
                .min(Comparator.comparing(Candidate::isSymptom))
                .orElse(null);
        var isConfirmed = found != null
                && !found.isSymptom()
                && last != null
                && last.cause().equals(found.cause());
        last = open.isEmpty() || found != null ? found : last;
        if (isConfirmed || isLast) {
            state(last);
        }
        return isConfirmed || isLast;
    }

    /** Walks from the page; if its exemplar shows only a symptom, also from the latest failed requests. */
    private Stream<Candidate> investigate(Page page) {
        var own = alert(page).flatMap(alert -> found(page, walk().fromPage(alert)));
        return own.isPresent() && !own.get().isSymptom() ? own.stream() : Stream.concat(own.stream(), others(page));
    }

    private Stream<Candidate> others(Page page) {
        var now = clock.instant();
        return FailedRequests.traces(stores.prometheus(), now.minus(RECENT), now)
                .limit(OTHERS)
                .flatMap(trace -> found(page, walk().fromTrace(trace)).stream());
    }

    private Walk walk() {
        return new Walk(stores, clock, hop -> {});
    }

    private static Optional<Candidate> found(Page page, Findings findings) {
        return findings.causes().stream()
                .findFirst()
                .map(cause -> new Candidate(page, cause, findings.traceId(), isSymptom(findings)));
    }

    /**
     * Reports whether a walk shows only a symptom, as the connections of a full pool, which requests that wait hold.
     */
    private static boolean isSymptom(Findings findings) {
        var explanation = findings.explanation();
        return !findings.confirmed()
                && (explanation == null
                        || explanation.mechanism().isVague()
                        || explanation.mechanism().isSymptom() && findings.refusal() == null);
    }

    private Optional<Alert> alert(Page page) {
        return Walk.firing(stores).stream()
                .filter(alert -> alert.name().equals(page.label("alertname")))
                .filter(alert ->
                        alert.label("service").equals(page.labels().getOrDefault("service", alert.label("service"))))
                .findFirst();
    }

    private void state(@Nullable Candidate found) {
        if (found == null) {
            pager.state(null, Cause.NO_INCIDENT, "");
        } else {
            pager.state(found.page().number(), found.cause(), found.traceId());
        }
    }
}
