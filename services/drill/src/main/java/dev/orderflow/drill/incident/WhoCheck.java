package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.stores.StoreException;
import dev.orderflow.who.Condition;
import dev.orderflow.who.Finding;
import dev.orderflow.who.Who;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks which shoppers the firing pages are about, and compares the answer with the incident's truth. */
final class WhoCheck {

    private final Cluster cluster;
    private final List<List<String>> groups;

    /** @param groups each as conditions of which one is to be named; empty: nothing is to be named */
    WhoCheck(Cluster cluster, List<List<String>> groups) {
        this.cluster = cluster;
        this.groups = groups;
    }

    /**
     * An answer.
     *
     * @param unit what was counted, shoppers or requests
     * @param named what distinguishes the cases, with how many of them and of the others have it
     */
    record Answered(
            String asked, String unit, int cases, int others, List<String> named, boolean right, long milliseconds) {

        String row() {
            return "%s: %d %ss with %d others: %s, %d ms"
                    .formatted(
                            right ? "right" : "wrong",
                            cases,
                            unit,
                            others,
                            named.isEmpty() ? "nothing distinguishes them" : String.join("; ", named),
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
                            .map(result -> new Answered(
                                    result.question().toString(),
                                    result.unit(),
                                    result.answer().cases(),
                                    result.answer().controls(),
                                    result.answer().findings().stream()
                                            .map(WhoCheck::text)
                                            .toList(),
                                    isRight(
                                            groups,
                                            result.answer().findings().stream()
                                                    .map(WhoCheck::conditions)
                                                    .toList()),
                                    result.milliseconds()));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    private static String text(Finding finding) {
        return "%s (%d and %d)".formatted(finding.text(), finding.casesWith(), finding.controlsWith());
    }

    /** Returns all that a finding names: with another condition beside it, as the version, it is right, too. */
    private static Set<String> conditions(Finding finding) {
        return Stream.concat(Stream.of(finding.conditions()), finding.equivalents().stream())
                .flatMap(List::stream)
                .map(Condition::toString)
                .collect(Collectors.toSet());
    }

    /** Reports whether one of the groups is named first, and each of them at all. */
    static boolean isRight(List<List<String>> groups, List<Set<String>> findings) {
        if (groups.isEmpty() || findings.isEmpty()) {
            return groups.isEmpty() && findings.isEmpty();
        }
        return groups.stream().anyMatch(group -> names(group, findings.getFirst()))
                && groups.stream().allMatch(group -> findings.stream().anyMatch(finding -> names(group, finding)));
    }

    private static boolean names(List<String> group, Set<String> conditions) {
        return group.stream().anyMatch(conditions::contains);
    }
}
