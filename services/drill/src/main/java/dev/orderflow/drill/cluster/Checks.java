package dev.orderflow.drill.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Runs checks one after the other, prints a line for each, and counts how many pass, fail and are skipped. */
public final class Checks {

    private static final Duration POLL = Duration.ofMillis(500);

    private int passed;
    private int failed;
    private int skipped;

    /**
     * Thrown by a check that does not apply to this machine. The message is printed as the reason; the check counts as
     * skipped.
     */
    public static final class Skipped extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Skipped(String reason) {
            super(reason);
        }
    }

    /** A check; see {@link #within}. */
    public interface Check {

        /** @return what was found, shown behind the check's name */
        String run() throws Exception;
    }

    /** Runs a check until it succeeds or the timeout has passed, and then prints the last failure. */
    public void within(Duration timeout, String name, Check check) {
        var begun = Instant.now();
        while (true) {
            var last = "";
            try {
                var found = check.run();
                passed++;
                print("✓", name, begun, found);
                return;
            } catch (Skipped e) {
                skipped++;
                print("-", name, begun, "skipped: " + e.getMessage());
                return;
            } catch (Exception e) {
                last = e.getMessage() == null ? e.toString() : e.getMessage();
            }
            if (Duration.between(begun, Instant.now()).compareTo(timeout) > 0) {
                failed++;
                print("✗", name, begun, "last seen: " + last);
                return;
            }
            pause();
        }
    }

    /**
     * Prints the totals.
     *
     * @return whether no check failed
     */
    public boolean summary() {
        System.out.println(
                passed + " passed, " + failed + " failed" + (skipped == 0 ? "" : ", " + skipped + " skipped"));
        return failed == 0;
    }

    /** @throws IllegalStateException if the condition doesn't hold */
    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }

    private static void print(String mark, String name, Instant begun, String found) {
        System.out.printf(
                "%s %6d ms  %s: %s%n",
                mark, Duration.between(begun, Instant.now()).toMillis(), name, found);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
