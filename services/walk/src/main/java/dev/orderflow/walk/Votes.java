package dev.orderflow.walk;

import dev.orderflow.stores.Exemplar;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The traces of a page's exemplars, of which each votes for what explains it. One trace may be a stray: a request that
 * met a pause of the machine fails among those that the page is about.
 */
final class Votes {

    /** The number of equal votes that decides. */
    private static final int DECISIVE = 3;

    /** Votes for one thing are strays if there are this many times as many that tell something. */
    private static final int STRAY = 10;

    private final double most;
    private final List<Vote> votes = new ArrayList<>();
    private final List<String> abstentions = new ArrayList<>();

    /**
     * @param subject what the trace shows, and where
     * @param weight of what it shows; the greatest that was voted for counts, unless its votes are strays
     */
    private record Vote(Exemplar exemplar, Explanation explanation, String subject, Weight weight, boolean hasFailed) {}

    /** How much a trace says. */
    private enum Weight {
        /** Neither a cause nor most of the time, or of a request that succeeded in half of the longest time or less. */
        VAGUE,
        /** Something that waits for what another request holds. */
        SYMPTOM,
        CAUSE
    }

    /** @param most the longest time that was measured, in seconds */
    Votes(double most) {
        this.most = most;
    }

    /**
     * Adds the vote of an exemplar's trace. The trace itself is not kept: it may be large.
     *
     * @param hasFailed whether the request or message that was measured failed
     * @param isRefused whether the service's log shows that the database refused it the connection
     * @param isMistake whether the service's log shows a mistake in its code
     */
    void add(Exemplar exemplar, Explanation explanation, boolean hasFailed, boolean isRefused, boolean isMistake) {
        var mechanism = isRefused ? FailureMode.CONNECTION_REFUSED : explanation.mechanism();
        var subject = mechanism.words() + " (" + explanation.location() + ")";
        var weight = isMistake ? Weight.CAUSE : weight(exemplar, explanation, hasFailed, mechanism);
        votes.add(new Vote(exemplar, explanation, subject, weight, hasFailed));
    }

    /** @param reason for which the trace has no vote */
    void abstain(String traceId, String reason) {
        abstentions.add(traceId + " " + reason);
    }

    /** Returns what explains each of the traces. */
    List<Explanation> explanations() {
        return votes.stream().map(Vote::explanation).toList();
    }

    /** Reports whether enough traces show the same cause. */
    boolean isDecided() {
        return leading()
                .filter(votes -> votes.size() >= DECISIVE && votes.getFirst().weight() == Weight.CAUSE)
                .isPresent();
    }

    /** Reports whether the request or message of the elected exemplar failed. */
    boolean hasFailed() {
        return leading().map(List::getFirst).filter(Vote::hasFailed).isPresent();
    }

    /** Returns the first exemplar of those whose traces show what most show; empty if none voted. */
    Optional<Exemplar> elected() {
        return leading().map(List::getFirst).map(Vote::exemplar);
    }

    private Optional<List<Vote>> leading() {
        var telling =
                votes.stream().filter(vote -> vote.weight() != Weight.VAGUE).count();
        var groups = Stream.of(Weight.CAUSE, Weight.SYMPTOM, Weight.VAGUE)
                .flatMap(weight -> most(weight).stream())
                .toList();
        return groups.stream()
                // One of many is a stray, whatever it shows: it met a pod that was ending, for example.
                .filter(leading -> leading.size() * STRAY > telling || leading.size() >= DECISIVE)
                .findFirst()
                .or(() -> groups.stream().findFirst());
    }

    /** Returns the votes for what most votes of a weight are for; of several with as many votes, the first. */
    private Optional<List<Vote>> most(Weight weight) {
        return bySubject(votes.stream().filter(vote -> vote.weight() == weight)).values().stream()
                .reduce((one, other) -> other.size() > one.size() ? other : one);
    }

    private static Map<String, List<Vote>> bySubject(Stream<Vote> votes) {
        return votes.collect(Collectors.groupingBy(Vote::subject, LinkedHashMap::new, Collectors.toList()));
    }

    private Weight weight(Exemplar measured, Explanation explained, boolean hasFailed, FailureMode mechanism) {
        var isPart = !explained.span().failed() && explained.selfTime().toNanos() < measured.value() * 1e9 / 2;
        var isHarmless = !hasFailed && measured.value() < most / 2;
        if (mechanism.isVague() || isPart || isHarmless) {
            return Weight.VAGUE;
        }
        return mechanism.isSymptom() ? Weight.SYMPTOM : Weight.CAUSE;
    }

    /** Describes the votes in one line, most votes first. */
    @Override
    public String toString() {
        var counted = bySubject(votes.stream()).values().stream()
                .sorted(Comparator.comparing(List<Vote>::size).reversed())
                .map(equal -> "%d of %d traces: %s"
                        .formatted(equal.size(), votes.size(), equal.getFirst().subject()));
        return Stream.concat(counted, abstentions.stream().limit(3)).collect(Collectors.joining("; "));
    }
}
