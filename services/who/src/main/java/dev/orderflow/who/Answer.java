package dev.orderflow.who;

import java.util.List;

/**
 * The answer to what distinguishes the cases.
 *
 * @param findings the best first, three at most; empty if nothing distinguishes them
 */
public record Answer(int cases, int controls, List<Finding> findings) {

    public Answer {
        findings = List.copyOf(findings);
    }

    /** Reports whether there were enough of both for an answer. */
    public boolean isOfEnough() {
        return cases >= Items.LEAST && controls >= Items.LEAST;
    }
}
