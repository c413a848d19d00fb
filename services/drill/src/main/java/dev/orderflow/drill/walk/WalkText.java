package dev.orderflow.drill.walk;

import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Hop;
import dev.orderflow.walk.cause.Cause;
import java.util.stream.Collectors;

/** Prints a walk as text: each hop as soon as it is done; at the end what the trace shows, the causes, and the SQL. */
public final class WalkText {

    private WalkText() {}

    /** Prints a hop. */
    public static void print(Hop hop) {
        System.out.printf(
                "%s %5d ms  %-8s %s%n", hop.passed() ? "✓" : "✗", hop.milliseconds(), hop.name(), hop.query());
        System.out.printf("                     %s%n", hop.answer());
    }

    /** Prints what a walk found. */
    public static void printEnd(Findings findings) {
        if (findings.arrived()) {
            System.out.println();
            var explanation = findings.explanation();
            if (explanation != null) {
                System.out.println("Trace      " + explanation.sentence());
                System.out.println("in         " + explanation.operation().service() + ": "
                        + explanation.operation().name());
            }
            var refusal = findings.refusal();
            if (refusal != null) {
                System.out.println("PostgreSQL " + refusal.message()
                        + (refusal.sqlState().isEmpty() ? "" : " (SQLSTATE " + refusal.sqlState() + ")")
                        + ", by " + refusal.source());
            }
            if (!findings.codeLocation().isEmpty()) {
                System.out.println("code       " + findings.codeLocation());
            }
            if (!findings.causes().isEmpty()) {
                System.out.println("Cause      %s%s"
                        .formatted(
                                findings.causes().stream().map(Cause::toString).collect(Collectors.joining(", or ")),
                                findings.confirmed() ? "" : ", as far as the trace shows"));
            }
            if (!findings.excluded().isEmpty()) {
                System.out.println("excluded   "
                        + findings.excluded().stream()
                                .map(Cause::toString)
                                .sorted()
                                .collect(Collectors.joining("; ")));
            }
            if (!findings.statementsFrom().isEmpty()) {
                System.out.println("SQL        " + findings.statementsFrom());
            }
            findings.statements()
                    .forEach(statement ->
                            System.out.println(statement.sql().indent(11).stripTrailing() + "\n"));
        }
        System.out.printf("%d hops in %d ms%n", findings.hops().size(), findings.milliseconds());
    }
}
