package dev.orderflow.pager.page;

import dev.orderflow.pager.Changes;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.evidence.EvidenceStore;
import dev.orderflow.pager.notify.Outbox;
import dev.orderflow.pager.oncall.OnCall;
import dev.orderflow.pager.oncall.OnCallProperties.Step;
import dev.orderflow.pager.page.Timeline.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What happens to pages. Each call is one transaction, committed when it returns; the database has one connection, so
 * that they come one after the other, and what one has read no other changes before it ends.
 */
@Component
public class Paging {

    private static final Logger log = LoggerFactory.getLogger(Paging.class);

    private final Pages pages;
    private final Timeline timeline;
    private final Outbox outbox;
    private final EvidenceStore evidence;
    private final OnCall onCall;
    private final PageMetrics metrics;
    private final PagerProperties properties;
    private final Changes changes;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Paging(
            Pages pages,
            Timeline timeline,
            Outbox outbox,
            EvidenceStore evidence,
            OnCall onCall,
            PageMetrics metrics,
            PagerProperties properties,
            Changes changes,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.pages = pages;
        this.timeline = timeline;
        this.outbox = outbox;
        this.evidence = evidence;
        this.onCall = onCall;
        this.metrics = metrics;
        this.properties = properties;
        this.changes = changes;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Something fires: a new page, one that is reopened, or more of one that is open. */
    public Page trigger(Signal signal) {
        return committed(now -> {
            var last = pages.last(signal.source(), signal.dedupKey());
            if (last.isEmpty() || isLongOver(last.get(), now)) {
                return create(signal, now);
            }
            var page = last.get();
            pages.update(page, signal);
            if (page.isOpen()) {
                timeline.add(page.number(), Kind.DUPLICATE_SUPPRESSED, Timeline.PAGER, counted(signal.detail()));
            } else {
                timeline.add(page.number(), Kind.REOPENED, Timeline.PAGER, counted(signal.detail()));
                begin(page, now);
            }
            return pages.get(page.number());
        });
    }

    /**
     * What fired has ended.
     *
     * @param newestEnd when the last of it ended, by the sender's clock: what is older than what fires now is ignored
     */
    public Optional<Page> resolve(Source source, String dedupKey, Instant newestEnd) {
        return committed(now -> pages.last(source, dedupKey).filter(Page::isOpen).map(page -> {
            if (page.newestStart().isAfter(newestEnd)) {
                timeline.add(page.number(), Kind.STALE_RESOLVE_IGNORED, Timeline.PAGER, "of %s, and it fires since %s".formatted(newestEnd, page.newestStart()));
            } else {
                resolve(page, Timeline.PAGER, "what it was about has ended", now);
            }
            return pages.get(page.number());
        }));
    }

    /** As {@link #acknowledge(long, String)}, of the open page of a key, if any. */
    public void acknowledge(Source source, String dedupKey, String who) {
        committed(now -> pages.last(source, dedupKey).map(page -> acknowledge(page, who, now)));
    }

    /** Somebody takes it on. Of one that is acknowledged or resolved already, it changes nothing. */
    public Page acknowledge(long number, String who) {
        return committed(now -> acknowledge(pages.get(number), who, now));
    }

    /** Of one that is resolved already, it changes nothing. Where its alert fires still, the next delivery reopens it. */
    public Page resolve(long number, String who) {
        return committed(now -> {
            var page = pages.get(number);
            if (page.isOpen()) {
                resolve(page, who, "", now);
            }
            return pages.get(number);
        });
    }

    /** Adds to a page's timeline. */
    public void note(long number, Kind kind, String who, String text) {
        committed(now -> {
            timeline.add(number, kind, who, text);
            return number;
        });
    }

    /** Steps that are due, and acknowledgements that end. */
    @Scheduled(fixedDelay = 1000)
    public void runDue() {
        for (var number : pages.due(clock.instant())) {
            try {
                committed(now -> {
                    var page = pages.get(number);
                    // It may have been acknowledged since.
                    if (page.dueAt() != null && !page.dueAt().isAfter(now)) {
                        due(page, now);
                    }
                    return number;
                });
            } catch (RuntimeException e) {
                log.error("page {} could not be escalated; it is tried again", number, e);
            }
        }
    }

    private void due(Page page, Instant now) {
        if (page.state() == PageState.ACKNOWLEDGED) {
            timeline.add(page.number(), Kind.ACKNOWLEDGEMENT_EXPIRED, Timeline.PAGER, "of " + page.acknowledgedBy());
            begin(page, now);
        } else if (page.step() == 0) {
            begin(page, now);
        } else {
            onCall.step(page.step()).ifPresentOrElse(step -> tell(page, page.step(), step, now), () -> {
                timeline.add(page.number(), Kind.EXHAUSTED, Timeline.PAGER, "all were told, and nobody has acknowledged it");
                log.error("page {}: all were told, and nobody has acknowledged it: {}", page.number(), page.title());
                pages.next(page, page.step(), null);
            });
        }
    }

    private boolean isLongOver(Page page, Instant now) {
        return page.resolvedAt() != null && page.resolvedAt().plus(properties.reopenWithin()).isBefore(now);
    }

    private Page create(Signal signal, Instant now) {
        var page = pages.add(signal, now);
        log.info("page {}: {}", page.number(), page.title());
        if (signal.source() == Source.DEAD_MAN) {
            timeline.add(page.number(), Kind.DEAD_MAN_MISSED, Timeline.PAGER, signal.title());
        } else {
            timeline.add(page.number(), Kind.CREATED, Timeline.PAGER, counted(signal.detail()));
        }
        begin(page, now);
        return pages.get(page.number());
    }

    /** From the escalation's first step on; in a maintenance window, when that is over. */
    private void begin(Page page, Instant now) {
        pages.trigger(page, now);
        var window = onCall.maintenance(page.detail().labels(), now);
        if (window.isPresent()) {
            timeline.add(page.number(), Kind.HELD_BACK, Timeline.PAGER, "maintenance until %s: %s".formatted(window.get().until(), window.get().reason()));
            pages.next(page, 0, window.get().until());
        } else {
            evidence.want(page.number(), now);
            tell(page, 0, onCall.step(0).orElseThrow(), now);
        }
    }

    private void tell(Page page, int number, Step step, Instant now) {
        var people = onCall.people(step, now);
        people.forEach(person -> outbox.add(page.number(), person, page.title(), now));
        timeline.add(
                page.number(),
                number == 0 ? Kind.NOTIFYING : Kind.ESCALATED,
                Timeline.PAGER,
                String.join(", ", step.tell()) + ": " + String.join(", ", people));
        pages.next(page, number + 1, now.plus(step.escalateAfter()));
    }

    private Page acknowledge(Page page, String who, Instant now) {
        if (page.state() == PageState.TRIGGERED) {
            pages.acknowledge(page, who, now, now.plus(properties.acknowledgementExpires()));
            timeline.add(page.number(), Kind.ACKNOWLEDGED, who, "");
            metrics.acknowledged(page, now);
        }
        return pages.get(page.number());
    }

    private void resolve(Page page, String who, String why, Instant now) {
        pages.resolve(page, now);
        timeline.add(page.number(), Kind.RESOLVED, who, why);
        metrics.resolved(page, now);
        log.info("page {} resolved by {}", page.number(), who);
    }

    private static String counted(Detail detail) {
        return detail.count() + (detail.count() == 1 ? " alert fires" : " alerts fire");
    }

    private <T> T committed(Function<Instant, T> work) {
        var result = transaction.execute(status -> work.apply(clock.instant()));
        changes.tell();
        return Objects.requireNonNull(result);
    }
}
