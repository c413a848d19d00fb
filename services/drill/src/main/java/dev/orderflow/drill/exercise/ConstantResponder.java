package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.PagerClient.Page;
import dev.orderflow.walk.cause.Cause;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A responder that always states the same cause. Its score shows what an answer without any investigation is worth. */
final class ConstantResponder extends ProgramResponder {

    /** The most frequent cause of past incidents. */
    static final Cause GUESS = Cause.of("postgresql", "connections-exhausted");

    private final PagerClient pager;

    ConstantResponder(PagerClient pager, Clock clock, Duration pause) {
        super(pager, clock, pause);
        this.pager = pager;
    }

    @Override
    boolean look(List<Page> open, boolean isLast) {
        if (open.isEmpty() && !isLast) {
            return false;
        }
        pager.state(open.isEmpty() ? null : open.getFirst().number(), GUESS, "");
        return true;
    }
}
