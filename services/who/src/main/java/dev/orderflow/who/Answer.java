package dev.orderflow.who;

import java.util.List;

/**
 * The answer to what distinguishes the cases.
 *
 * @param findings the best first, three at most; empty if nothing distinguishes them
 */
public record Answer(int cases, int controls, List<Finding> findings) {

    /** Cases and controls from which on it says something that nothing is found. */
    private static final int TELLING = 15;

    public Answer {
        findings = List.copyOf(findings);
    }

    /** Reports whether there were enough of both for an answer. */
    public boolean isOfEnough() {
        return !findings.isEmpty() || cases >= TELLING && controls >= TELLING;
    }
}
