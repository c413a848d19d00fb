package dev.orderflow.walk;

import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.trace.Trace;
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

    private final List<Vote> votes = new ArrayList<>();
    private final List<String> without = new ArrayList<>();

    /**
     * @param subject what the trace shows, and where
     * @param weight of what it shows; only the greatest weight that was voted for counts
     */
    private record Vote(Exemplar exemplar, Trace trace, String subject, Weight weight) {}

    /** How much a trace says. */
    private enum Weight {
        /** Neither a cause nor most of the time. */
        VAGUE,
        /** Something that waits for what another request holds. */
        SYMPTOM,
        CAUSE
    }

    /** The trace that stands for those which show the same. */
    record Elected(Exemplar exemplar, Trace trace) {}

    /** @param isRefused whether the service's log shows that the database refused it the connection */
    void add(Exemplar exemplar, Trace trace, Explanation explanation, boolean isRefused) {
        var mechanism = isRefused ? FailureMode.CONNECTION_REFUSED : explanation.mechanism();
        var subject = mechanism.words() + " (" + explanation.location() + ")";
        votes.add(new Vote(exemplar, trace, subject, weight(exemplar, explanation, mechanism)));
    }

    /** @param reason for which the trace has no vote */
    void abstain(String traceId, String reason) {
        without.add(traceId + " " + reason);
    }

    /** Reports whether further traces would change nothing. */
    boolean isDecided() {
        return most().filter(
                        votes -> votes.size() >= DECISIVE && votes.getFirst().weight() == Weight.CAUSE)
                .isPresent();
    }

    /** Returns the first of the traces that show what most show; empty if none voted. */
    Optional<Elected> elected() {
        return most().map(List::getFirst).map(vote -> new Elected(vote.exemplar(), vote.trace()));
    }

    private Optional<List<Vote>> most() {
        var weight = votes.stream().map(Vote::weight).max(Comparator.naturalOrder());
        return weight.flatMap(greatest ->
                bySubject(votes.stream().filter(vote -> vote.weight() == greatest)).values().stream()
                        // Of several with as many votes, the first.
                        .reduce((one, other) -> other.size() > one.size() ? other : one));
    }

    private static Map<String, List<Vote>> bySubject(Stream<Vote> votes) {
        return votes.collect(Collectors.groupingBy(Vote::subject, LinkedHashMap::new, Collectors.toList()));
    }

    private static Weight weight(Exemplar measured, Explanation explained, FailureMode mechanism) {
        var isMinor = !explained.span().failed() && explained.selfTime().toNanos() < measured.value() * 1e9 / 2;
        if (mechanism.isVague() || isMinor) {
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
        return Stream.concat(counted, without.stream().limit(3)).collect(Collectors.joining("; "));
    }
}
