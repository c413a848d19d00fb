package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.PagerClient.Page;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The base class of programs that respond: polls the pager, acknowledges new pages, and tries again if the pager or a
 * store is too busy to answer.
 */
abstract class ProgramResponder implements Responder {

    /** The longest time from a change to its page: the start of forty pods on a busy machine, and the detection. */
    private static final Duration UNTIL_PAGED = Duration.ofMinutes(12);

    /** How long before the drill's end the responder states what is known by then. */
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
     * Investigates the open pages.
     *
     * @param isLast whether a verdict is due: no page is to be expected any more, or the drill is about to end
     * @return whether the responder has stated its verdict
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
                // The pager or a store is too busy: try again.
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
