package dev.orderflow.pager.evidence;

import dev.orderflow.pager.evidence.Chain.Bar;
import java.util.List;

/**
 * Which shoppers a page is about: what distinguishes those whose requests failed from the others.
 *
 * @param asked the question in words
 * @param unit what was counted, {@code shopper} or {@code request}
 * @param enough whether there were enough of both for an answer
 * @param findings three at most; empty if nothing distinguishes them
 */
public record Affected(
        String asked, String unit, int cases, int others, boolean enough, List<Finding> findings, long milliseconds) {

    /**
     * What distinguishes them. Each further one counts those alone that the ones before leave.
     *
     * @param equivalents conditions that the same ones have
     * @param differences between the two examples
     */
    public record Finding(
            String condition,
            List<String> equivalents,
            int casesWith,
            int cases,
            int othersWith,
            int others,
            Example failed,
            Example good,
            List<Difference> differences) {}

    /**
     * A request with its trace.
     *
     * @param traceId empty where there is none
     */
    public record Example(String traceId, List<Bar> bars) {}

    /**
     * An attribute that the two examples do not have in common.
     *
     * @param decisive whether it is of the condition
     */
    public record Difference(String attribute, String failed, String good, boolean decisive) {}

    /** Returns the answer in a sentence. */
    public String sentence() {
        if (!enough) {
            return "%d %ss that it hits and %d others are too few to say".formatted(cases, unit, others);
        }
        return findings.isEmpty()
                ? "nothing distinguishes the %d %ss that it hits from %d others".formatted(cases, unit, others)
                : "%d of the %d %ss that it hits have %s, and %d of %d others"
                        .formatted(
                                findings.getFirst().casesWith(),
                                findings.getFirst().cases(),
                                unit,
                                findings.getFirst().condition(),
                                findings.getFirst().othersWith(),
                                findings.getFirst().others());
    }
}
