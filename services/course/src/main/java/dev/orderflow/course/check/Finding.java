package dev.orderflow.course.check;

/**
 * What a check found of one requirement.
 *
 * @param requirement what the telemetry must answer
 * @param met whether it does
 * @param detail what was counted; of a requirement that is not met, what is missing, with an example
 * @param look where a learner looks next; empty if the requirement is met
 */
public record Finding(String requirement, boolean met, String detail, String look) {

    static Finding met(String requirement, String detail) {
        return new Finding(requirement, true, detail, "");
    }

    static Finding missing(String requirement, String detail, String look) {
        return new Finding(requirement, false, detail, look);
    }

    /** Returns the finding for a person: a line, and for a requirement that is not met another two. */
    public String text() {
        return met
                ? "  green  %s: %s".formatted(requirement, detail)
                : "  RED    %s%n         missing: %s%n         look at: %s".formatted(requirement, detail, look);
    }
}
