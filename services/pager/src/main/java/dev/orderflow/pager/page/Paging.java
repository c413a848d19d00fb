package dev.orderflow.pager.page;

import dev.orderflow.pager.Changes;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.oncall.OnCall;
import dev.orderflow.pager.oncall.OnCallProperties.Maintenance;
import dev.orderflow.pager.oncall.OnCallProperties.Step;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.stores.Backend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transitions of pages. Each call is one transaction, committed when it returns; the database has one connection, so
 * that calls run one after the other, and nothing changes between a call's reads and its end. Publishes
 * {@link StepBegan} and {@link PageHandled} within the transaction: a listener's writes are committed with the page,
 * and a listener that fails undoes both.
 */
@Component
public class Paging {

    private static final Logger log = LoggerFactory.getLogger(Paging.class);

    /** Who has let a page pass is reminded so long after all were notified, where it is delivered again. */
    private static final Duration REMINDER = Duration.ofHours(1);

    private final Pages pages;
    private final Timeline timeline;
    private final ApplicationEventPublisher events;
    private final OnCall onCall;
    private final PageMetrics metrics;
    private final PagerProperties properties;
    private final Changes changes;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Paging(
            Pages pages,
            Timeline timeline,
            ApplicationEventPublisher events,
            OnCall onCall,
            PageMetrics metrics,
            PagerProperties properties,
            Changes changes,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.pages = pages;
        this.timeline = timeline;
        this.events = events;
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
            var last = openPage(signal, now).or(() -> pages.last(signal.source(), signal.dedupKey()));
            if (last.isEmpty() || isLongOver(last.get(), now)) {
                return create(signal, now);
            }
            var page = last.get();
            var isNews = isNews(page, signal);
            if (!page.isOpen()) {
                pages.ended(page.number(), pages.fingerprints(page.number()));
            }
            pages.update(page, signal);
            if (page.isOpen()) {
                timeline.add(page.number(), Kind.DUPLICATE_SUPPRESSED, Timeline.PAGER, counted(signal.detail()));
                more(pages.get(page.number()), isNews, now);
            } else {
                timeline.add(page.number(), Kind.REOPENED, Timeline.PAGER, counted(signal.detail()));
                pages.silence(page, null);
                begin(page.number(), now);
            }
            return pages.get(page.number());
        });
    }

    /**
     * The open page of the signal's key, or of the same alerts under another key: Alertmanager's group key changes with
     * its routing. Other pages that have no alert but the signal's end. Empty where Alertmanager is not asked for its
     * alerts: a fingerprint alone does not say whose alert it is.
     */
    private Optional<Page> openPage(Signal signal, Instant now) {
        if (signal.source() != Source.ALERTMANAGER || properties.addresses().url(Backend.ALERTMANAGER) == null) {
            return Optional.empty();
        }
        var fingerprints = fingerprints(signal.detail());
        var known = pages.openWith(fingerprints);
        var kept = pages.last(signal.source(), signal.dedupKey())
                .filter(Page::isOpen)
                .or(() -> known.stream().findFirst())
                .or(() -> ofList(signal));
        kept.ifPresent(page -> {
            if (!page.dedupKey().equals(signal.dedupKey())) {
                pages.rekey(page, signal.dedupKey());
            }
            // Groups that became one have one page from now on.
            known.stream()
                    .filter(other -> other.number() != page.number())
                    .filter(other -> other.detail().truncated() == 0
                            && fingerprints.containsAll(pages.fingerprints(other.number())))
                    .forEach(other -> resolve(
                            other, Timeline.PAGER, "its alerts are in the group of page " + page.number(), now));
        });
        return kept;
    }

    /** Finds the open page that was made from Alertmanager's list for the signal's group, before any delivery. */
    private Optional<Page> ofList(Signal signal) {
        return Optional.ofNullable(signal.detail().group())
                .flatMap(group -> pages.last(signal.source(), group.key()))
                .filter(Page::isOpen);
    }

    /**
     * Reports whether the pager resolved pages of all of a signal's alerts. False if an alert belongs to an open page,
     * or began later than the last start that those pages know.
     */
    public boolean haveEnded(Signal signal) {
        var fingerprints = fingerprints(signal.detail());
        return signal.detail().truncated() == 0
                && fingerprints.size() == signal.detail().alerts().size()
                && pages.openWith(fingerprints).isEmpty()
                && pages.haveEnded(fingerprints, signal.newestStart());
    }

    /** Whether an alert fires that did not when the page was delivered last, or that has begun again. */
    private boolean isNews(Page page, Signal signal) {
        var known = pages.fingerprints(page.number());
        var starts = page.detail().alerts().stream()
                .collect(Collectors.toMap(
                        Detail.Alert::fingerprint,
                        Detail.Alert::startsAt,
                        (one, other) -> one.isAfter(other) ? one : other));
        return signal.detail().alerts().stream()
                .filter(alert -> !alert.fingerprint().isEmpty())
                .anyMatch(alert -> starts.containsKey(alert.fingerprint())
                        ? alert.startsAt().isAfter(starts.get(alert.fingerprint()))
                        : !known.contains(alert.fingerprint())
                                || alert.startsAt().isAfter(page.newestStart()));
    }

    /** What an open page is about was delivered again, changed or not. */
    private void more(Page page, boolean isNews, Instant now) {
        if (isNews && page.isSilenced(now)) {
            pages.silence(page, null); // Alertmanager delivers no alert that a silence mutes
        }
        if (page.heldUntil() != null) {
            proceed(pages.get(page.number()), now);
        } else if (page.exhaustedAt() != null
                && (isNews || !page.exhaustedAt().plus(REMINDER).isAfter(now))) {
            timeline.add(
                    page.number(),
                    Kind.ESCALATION_RESTARTED,
                    Timeline.PAGER,
                    isNews ? "an alert fires that nobody was notified of" : "it fires still");
            begin(page.number(), now);
        }
    }

    /** Escalates the open page of a key again, whose sender repeats nothing, an hour after all were notified. */
    void remind(Source source, String dedupKey) {
        each(
                pages.last(source, dedupKey).filter(Page::isOpen).map(Page::number).stream()
                        .toList(),
                (page, now) -> more(page, false, now));
    }

    /**
     * What fired has ended.
     *
     * @param newestEnd when the last of it ended, by the sender's clock: what is older than what fires now is ignored
     */
    public Optional<Page> resolve(Source source, String dedupKey, Instant newestEnd) {
        return resolve(source, dedupKey, newestEnd, (_, _) -> "");
    }

    /**
     * What fired has ended, by its sender.
     *
     * @param newestEnd when the last of it ended, by the sender's clock: what is older than what fires now is ignored
     * @param objection says why the page stays open all the same, given the fingerprints of its alerts; empty where it
     *     ends
     */
    public Optional<Page> resolve(
            Source source, String dedupKey, Instant newestEnd, BiFunction<Page, Set<String>, String> objection) {
        return committed(now -> pages.last(source, dedupKey)
                .filter(Page::isOpen)
                .map(page -> {
                    if (page.newestStart().isAfter(newestEnd)) {
                        timeline.add(
                                page.number(),
                                Kind.STALE_RESOLVE_IGNORED,
                                Timeline.PAGER,
                                "of %s, and it fires since %s".formatted(newestEnd, page.newestStart()));
                        return page;
                    }
                    var why = objection.apply(page, pages.fingerprints(page.number()));
                    if (why.isEmpty()) {
                        resolve(page, Timeline.PAGER, "what it was about has ended", now);
                    } else {
                        timeline.add(page.number(), Kind.RESOLVE_DEFERRED, Timeline.PAGER, why);
                    }
                    return pages.get(page.number());
                }));
    }

    /** Resolves an open page of alerts that fire no more; no-op if it is resolved. */
    public void end(long number, String why) {
        committed(now -> {
            var page = pages.get(number);
            if (page.isOpen()) {
                resolve(page, Timeline.PAGER, why, now);
            }
            return number;
        });
    }

    /**
     * Opens the pages again that ended since a moment, as nobody could see whether their alerts had ended.
     *
     * @param isExempt pages whose end counts all the same
     */
    public void reopenEndedSince(Instant since, String why, Predicate<Page> isExempt) {
        committed(now -> {
            for (var number : pages.endedSince(since)) {
                var page = pages.get(number);
                if (!isExempt.test(page)
                        && pages.last(page.source(), page.dedupKey())
                                .filter(Page::isOpen)
                                .isEmpty()) {
                    timeline.add(page.number(), Kind.REOPENED, Timeline.PAGER, why);
                    reopen(page, now);
                }
            }
            return since;
        });
    }

    /** Whoever had acknowledged it is still on it. */
    private void reopen(Page page, Instant now) {
        var who = page.acknowledgedBy();
        if (who == null) {
            begin(page.number(), now);
        } else {
            pages.trigger(page, now);
            pages.acknowledge(page, who, now, now.plus(properties.acknowledgementExpires()));
        }
    }

    /**
     * Notes until when Alertmanager's silences mute all of a page's alerts: nobody is notified before.
     *
     * @param until null where one of them is not muted, or no more
     */
    public void silence(long number, @Nullable Instant until) {
        committed(now -> {
            var page = pages.get(number);
            if (!Objects.equals(page.silencedUntil(), until)) {
                pages.silence(page, until);
            }
            return number;
        });
    }

    /** Notes that somebody has silenced a page's alerts. */
    public void silence(long number, Instant until, String who, String text) {
        committed(now -> {
            pages.silence(pages.get(number), until);
            timeline.add(number, Kind.SILENCED, who, text);
            return number;
        });
    }

    /** As {@link #acknowledge(long, String)}, of the open page of a key, if any. */
    public void acknowledge(Source source, String dedupKey, String who) {
        committed(now -> pages.last(source, dedupKey).map(page -> acknowledge(page, who, now)));
    }

    /** Acknowledges a page; no-op if it is acknowledged or resolved. */
    public Page acknowledge(long number, String who) {
        return committed(now -> acknowledge(pages.get(number), who, now));
    }

    /** Resolves a page; no-op if it is resolved. If its alert still fires, the next delivery reopens it. */
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

    /** Runs the steps that are due, ends acknowledgements, and looks whether what is held back still has to be. */
    @Scheduled(fixedDelay = 1000)
    public void runDue() {
        // Most are held back as before, which is no change to publish.
        each(pages.held(), (page, now) -> {
            if (page.heldUntil() != null) {
                proceed(page, now);
            }
        });
        each(pages.due(clock.instant()), (page, now) -> {
            // It may have been acknowledged since.
            if (page.dueAt() != null && !page.dueAt().isAfter(now)) {
                due(page, now);
            }
        });
    }

    private void each(List<Long> numbers, BiConsumer<Page, Instant> work) {
        var isChanged = false;
        for (var number : numbers) {
            try {
                isChanged |= Boolean.TRUE.equals(transaction.execute(_ -> {
                    var page = pages.get(number);
                    work.accept(page, clock.instant());
                    return !page.equals(pages.get(number));
                }));
            } catch (RuntimeException e) {
                log.error("page {} could not be escalated; it is tried again", number, e);
            }
        }
        if (isChanged) {
            changes.publish();
        }
    }

    private void due(Page page, Instant now) {
        if (page.state() == PageState.ACKNOWLEDGED) {
            timeline.add(page.number(), Kind.ACKNOWLEDGEMENT_EXPIRED, Timeline.PAGER, "of " + page.acknowledgedBy());
            begin(page.number(), now);
        } else {
            proceed(page, now);
        }
    }

    private boolean isLongOver(Page page, Instant now) {
        return page.resolvedAt() != null
                && page.resolvedAt().plus(properties.reopenWithin()).isBefore(now);
    }

    private Page create(Signal signal, Instant now) {
        var page = pages.add(signal, now);
        log.info("page {}: {}", page.number(), page.title());
        if (signal.source() == Source.DEAD_MAN) {
            timeline.add(page.number(), Kind.DEAD_MAN_MISSED, Timeline.PAGER, signal.title());
        } else {
            timeline.add(page.number(), Kind.CREATED, Timeline.PAGER, counted(signal.detail()));
        }
        begin(page.number(), now);
        return pages.get(page.number());
    }

    /** From the escalation's first step on. */
    private void begin(long number, Instant now) {
        pages.trigger(pages.get(number), now);
        proceed(pages.get(number), now);
    }

    /** The next step; where a maintenance window or a silence holds it back, when that is over. */
    private void proceed(Page page, Instant now) {
        var hold = hold(page, now);
        if (hold.isPresent()) {
            if (page.heldUntil() == null) {
                timeline.add(
                        page.number(),
                        Kind.HELD_BACK,
                        Timeline.PAGER,
                        hold.get().why());
            }
            if (!hold.get().until().equals(page.heldUntil())) {
                pages.hold(page, hold.get().until());
            }
            return;
        }
        onCall.step(page.step()).ifPresentOrElse(step -> escalate(page, page.step(), step, now), () -> {
            timeline.add(
                    page.number(), Kind.EXHAUSTED, Timeline.PAGER, "all were notified, and nobody has acknowledged it");
            log.error("page {}: all were notified, and nobody has acknowledged it: {}", page.number(), page.title());
            pages.exhaust(page, now);
        });
    }

    private record Hold(Instant until, String why) {}

    private Optional<Hold> hold(Page page, Instant now) {
        var silence = Optional.ofNullable(page.silencedUntil())
                .filter(until -> until.isAfter(now))
                .map(until -> new Hold(until, "silenced in Alertmanager until " + until));
        return silence.or(() -> maintenance(page.detail(), now)
                .map(window -> new Hold(
                        window.until(), "maintenance until %s: %s".formatted(window.until(), window.reason()))));
    }

    /** The window of what all alerts have in common; or each alert has one, of which the first to end is taken. */
    private Optional<Maintenance> maintenance(Detail detail, Instant now) {
        if (detail.wasCut()) {
            // All alerts have the group's labels; what else those have that were left out is not known.
            var group = detail.group();
            return onCall.maintenance(group == null ? Map.of() : group.labels(), now);
        }
        var common = onCall.maintenance(detail.labels(), now);
        if (common.isPresent() || detail.truncated() > 0) {
            return common;
        }
        var each = detail.alerts().stream()
                .map(alert -> onCall.maintenance(alert.labels(), now))
                .toList();
        return each.stream().allMatch(Optional::isPresent)
                ? each.stream().flatMap(Optional::stream).min(Comparator.comparing(Maintenance::until))
                : Optional.empty();
    }

    private void escalate(Page page, int number, Step step, Instant now) {
        var people = onCall.people(step, now);
        events.publishEvent(new StepBegan(page.number(), page.title(), number, people, now));
        timeline.add(
                page.number(),
                number == 0 ? Kind.NOTIFYING : Kind.ESCALATED,
                Timeline.PAGER,
                String.join(", ", step.schedules()) + ": " + String.join(", ", people));
        pages.next(page, number + 1, now.plus(step.escalateAfter()));
    }

    private Page acknowledge(Page page, String who, Instant now) {
        if (page.state() == PageState.TRIGGERED) {
            pages.acknowledge(page, who, now, now.plus(properties.acknowledgementExpires()));
            timeline.add(page.number(), Kind.ACKNOWLEDGED, who, "");
            events.publishEvent(new PageHandled(page.number(), "acknowledged by " + who, now));
            metrics.acknowledged(page, now);
        }
        return pages.get(page.number());
    }

    private void resolve(Page page, String who, String why, Instant now) {
        pages.resolve(page, who, now);
        timeline.add(page.number(), Kind.RESOLVED, who, why);
        events.publishEvent(new PageHandled(page.number(), "resolved by " + who, now));
        metrics.resolved(page, now);
        log.info("page {} resolved by {}", page.number(), who);
    }

    private static Set<String> fingerprints(Detail detail) {
        return detail.alerts().stream()
                .map(Detail.Alert::fingerprint)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toSet());
    }

    private static String counted(Detail detail) {
        return detail.count() + (detail.count() == 1 ? " alert fires" : " alerts fire");
    }

    private <T> T committed(Function<Instant, T> work) {
        var result = transaction.execute(status -> work.apply(clock.instant()));
        changes.publish();
        return Objects.requireNonNull(result);
    }
}
