package dev.orderflow.drill.cluster;

import java.time.Duration;

/** Prints progress for a person: a line with the time since this object was made. */
public final class Progress {

    private final long begun = System.nanoTime();

    public void say(String text) {
        var elapsed = Duration.ofNanos(System.nanoTime() - begun);
        System.out.printf("%02d:%02d  %s%n", elapsed.toMinutes(), elapsed.toSecondsPart(), text);
    }
}
