package dev.orderflow.course.check;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for telemetry, which arrives later than the answer that it is about. */
final class Until {

    private Until() {}

    /** Asks until every requirement is met, or the time is over; returns the last findings. */
    static List<Finding> green(Duration longest, Supplier<List<Finding>> question) throws InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        while (true) {
            var findings = question.get();
            if (findings.stream().allMatch(Finding::met) || System.nanoTime() > end) {
                return findings;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }
}
