package dev.orderflow.drill.walk;

import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Hop;

/** Prints a walk as text: each hop as soon as it is done, and at the end the cause, the code location and the SQL. */
final class Text {

    private Text() {}

    static void print(Hop hop) {
        System.out.printf(
                "%s %5d ms  %-8s %s%n", hop.passed() ? "✓" : "✗", hop.milliseconds(), hop.name(), hop.query());
        System.out.printf("                     %s%n", hop.answer());
    }

    static void printEnd(Findings findings) {
        if (findings.arrived()) {
            System.out.println();
            var explanation = findings.explanation();
            if (explanation != null) {
                System.out.println("Cause      " + explanation.sentence());
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
            System.out.println("SQL        " + findings.statementsFrom());
            findings.statements()
                    .forEach(statement ->
                            System.out.println(statement.sql().indent(11).stripTrailing() + "\n"));
        }
        System.out.printf("%d hops in %d ms%n", findings.hops().size(), findings.milliseconds());
    }
}
