package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.PagerClient.Page;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A responder that looks again and again, acknowledges what is new, and goes on where a pager or a store is too busy to
 * answer.
 */
abstract class ProgramResponder implements Responder {

    /** From a change until it is paged for: the start of forty pods on a busy machine, and the detection. */
    private static final Duration UNTIL_PAGED = Duration.ofMinutes(12);

    /** Before it closes, what is known by then is stated. */
    private static final Duration LAST_WORD = Duration.ofMinutes(1);

    private final PagerClient pager;
    private final Clock clock;
    private final Duration pause;

    ProgramResponder(PagerClient pager, Clock clock, Duration pause) {
        this.pager = pager;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Looks at what is open.
     *
     * @param isLast whether it is time to state something: nothing is to be expected any more, or it closes
     * @return whether all is said
     */
    abstract boolean look(List<Page> open, boolean isLast);

    @Override
    public final void respond(Briefing briefing) throws InterruptedException {
        while (clock.instant().isBefore(briefing.closes())) {
            try {
                var open = pager.open().stream().filter(Page::fromAlertmanager).toList();
                open.stream().filter(Page::isNew).forEach(page -> pager.acknowledge(page.number()));
                if (look(open, isLast(briefing, open))) {
                    return;
                }
            } catch (IllegalStateException e) {
                // Too busy: the same question again is all that anybody could do.
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    private boolean isLast(Briefing briefing, List<Page> open) {
        var now = clock.instant();
        return open.isEmpty() && now.isAfter(briefing.boxOver().plus(UNTIL_PAGED))
                || now.isAfter(briefing.closes().minus(LAST_WORD));
    }
}
