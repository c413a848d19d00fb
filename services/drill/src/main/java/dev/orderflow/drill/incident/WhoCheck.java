package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.stores.StoreException;
import dev.orderflow.who.Condition;
import dev.orderflow.who.Finding;
import dev.orderflow.who.Who;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks which shoppers the firing pages are about, and compares the answer with the incident's truth. */
final class WhoCheck {

    private final Cluster cluster;
    private final List<String> accepted;

    /** @param accepted conditions of which one is to be named first; empty: none is to be named */
    WhoCheck(Cluster cluster, List<String> accepted) {
        this.cluster = cluster;
        this.accepted = accepted;
    }

    /**
     * An answer.
     *
     * @param unit what was counted, shoppers or requests
     * @param named the first condition; empty if nothing distinguishes them
     */
    record Answered(
            String asked,
            String unit,
            int cases,
            int others,
            String named,
            int casesWith,
            int othersWith,
            boolean right,
            long milliseconds) {

        String row() {
            return "%s: %d %ss with %d others: %s%s, %d ms"
                    .formatted(
                            right ? "right" : "wrong",
                            cases,
                            unit,
                            others,
                            named.isEmpty() ? "nothing distinguishes them" : named,
                            named.isEmpty() ? "" : " (%d and %d)".formatted(casesWith, othersWith),
                            milliseconds);
        }
    }

    /** Returns the answer of the oldest page that is about shoppers' requests; empty if there is none, or too few. */
    Optional<Answered> run() {
        var who = new Who(cluster.stores());
        try {
            return new FiringPages(cluster.prometheus())
                    .firing().stream()
                            .flatMap(page -> who.ofPage(page, Instant.now()).stream())
                            .findFirst()
                            .map(who::ask)
                            .filter(result -> result.answer().isOfEnough())
                            .map(result -> {
                                var first = result.answer().findings().stream().findFirst();
                                return new Answered(
                                        result.question().toString(),
                                        result.unit(),
                                        result.answer().cases(),
                                        result.answer().controls(),
                                        first.map(Finding::text).orElse(""),
                                        first.map(Finding::casesWith).orElse(0),
                                        first.map(Finding::controlsWith).orElse(0),
                                        isRight(first),
                                        result.milliseconds());
                            });
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    /** With another condition beside it, as the version that fails, it is right, too. */
    private boolean isRight(Optional<Finding> first) {
        return first.map(finding -> Stream.concat(Stream.of(finding.conditions()), finding.equivalents().stream())
                        .flatMap(List::stream)
                        .map(Condition::toString)
                        .anyMatch(accepted::contains))
                .orElse(accepted.isEmpty());
    }
}
