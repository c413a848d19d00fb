package dev.orderflow.drill.walk;

import dev.orderflow.who.Finding;
import dev.orderflow.who.Result;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints what distinguishes cases from controls as text. */
final class WhoText {

    private WhoText() {}

    static void print(Result result) {
        var answer = result.answer();
        System.out.println("Asked      " + result.question());
        System.out.printf(
                "Compared   %d %s that %s with %d that did not, of the same minutes; %d requests to %s were read%n",
                answer.cases(),
                result.unit().equals("shopper") ? "shoppers with requests" : "requests",
                result.question().selection(),
                answer.controls(),
                result.traces(),
                result.path());
        if (!answer.isOfEnough()) {
            System.out.println("Answer     These are too few to say: fifteen of each at least.");
        } else if (answer.findings().isEmpty()) {
            System.out.println("Answer     Nothing distinguishes them: it hits everybody alike.");
        }
        for (var finding : answer.findings()) {
            print(finding);
        }
        System.out.printf("%d ms%n", result.milliseconds());
    }

    private static void print(Finding finding) {
        System.out.printf(
                Locale.ROOT,
                "Answer     %s: %d of %d (%.0f %%), of the others %d of %d (%.0f %%)%n",
                finding.text(),
                finding.casesWith(),
                finding.cases(),
                percent(finding.casesWith(), finding.cases()),
                finding.controlsWith(),
                finding.controls(),
                percent(finding.controlsWith(), finding.controls()));
        if (!finding.equivalents().isEmpty()) {
            System.out.println("           the same requests have "
                    + finding.equivalents().stream().map(Finding::text).collect(Collectors.joining("; ")));
        }
        var good = finding.good();
        System.out.println("           one of them " + finding.failed().traceId()
                + (good == null ? "" : ", and most like it of the others " + good.traceId()));
    }

    private static double percent(int part, int all) {
        return all == 0 ? 0 : 100.0 * part / all;
    }
}
