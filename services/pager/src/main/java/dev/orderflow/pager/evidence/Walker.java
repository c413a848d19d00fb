package dev.orderflow.pager.evidence;

import dev.orderflow.pager.Addresses;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.evidence.Chain.Hop;
import dev.orderflow.pager.evidence.EvidenceStore.Wanted;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Timeline;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.Backend.Signal;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.Walk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Walks from each new page to its cause, in the background: no page waits for its evidence. */
@Component
class Walker {

    private static final Logger log = LoggerFactory.getLogger(Walker.class);

    /** The first may have ended with the pod for another reason, as an upgrade. */
    private static final int ATTEMPTS = 2;

    /** After which times it is asked again which shoppers a page hits. */
    private static final List<Duration> AGAIN = List.of(Duration.ofMinutes(1), Duration.ofMinutes(3));

    private final EvidenceStore evidence;
    private final Pages pages;
    private final Paging paging;
    private final Addresses addresses;
    private final Clock clock;
    /** Null where metrics, traces or logs have no address. */
    private final @Nullable Stores stores;

    /** Lost with the process: the walk's evidence is what counts. */
    private final List<Question> questions = new ArrayList<>();

    Walker(EvidenceStore evidence, Pages pages, Paging paging, PagerProperties properties, Clock clock) {
        this.evidence = evidence;
        this.pages = pages;
        this.paging = paging;
        this.addresses = properties.addresses();
        this.clock = clock;
        this.stores = Stores.of(addresses.urls()).orElse(null);
    }

    /** One page at a time: the stores are busy enough when there is much to page for. */
    @Scheduled(fixedDelay = 1000)
    void run() {
        for (var wanted = evidence.next(); wanted.isPresent(); wanted = evidence.next()) {
            make(wanted.get());
        }
        // One at a time, between walks: none of these waits for it.
        questions.stream()
                .filter(question -> !question.due().isAfter(clock.instant()))
                .findFirst()
                .ifPresent(question -> {
                    questions.remove(question);
                    ask(question);
                });
    }

    /** Whatever it meets, the evidence is marked as made, so that the next page's is made too. */
    private void make(Wanted wanted) {
        var page = pages.get(wanted.page());
        if (wanted.attempts() >= ATTEMPTS) {
            keep(
                    wanted,
                    failed("the pager ended %d times while it was made; it is not tried again"
                            .formatted(wanted.attempts())));
            return;
        }
        evidence.attempt(wanted);
        var chain = walk(page);
        try {
            keep(wanted, chain);
        } catch (RuntimeException e) {
            log.error("page {}: its evidence cannot be stored", page.number(), e);
            keep(wanted, failed("it cannot be stored: " + e));
            return;
        }
        if (stores != null) {
            questions.add(new Question(wanted, chain, 0, clock.instant()));
        }
    }

    /**
     * Which shoppers a page hits is still to be asked.
     *
     * @param asked how often it was
     */
    private record Question(Wanted wanted, Chain chain, int asked, Instant due) {}

    /** Asks. When a page begins, few are hit: asks again as long as nothing is found. What fails takes nothing away. */
    private void ask(Question question) {
        try {
            var page = pages.get(question.wanted().page());
            var alert = alert(page, Walk.firing(Objects.requireNonNull(stores)));
            var affected = alert.flatMap(one -> new AffectedShoppers(stores).ask(one, clock.instant()));
            affected.ifPresent(found -> {
                evidence.done(question.wanted(), question.chain().of(found), clock.instant());
                paging.note(page.number(), Kind.EVIDENCE_FOUND, Timeline.PAGER, found.sentence());
            });
            if (affected.isPresent() && affected.get().findings().isEmpty() && question.asked() < AGAIN.size()) {
                questions.add(new Question(
                        question.wanted(),
                        question.chain(),
                        question.asked() + 1,
                        clock.instant().plus(AGAIN.get(question.asked()))));
            }
        } catch (RuntimeException | Error e) {
            log.warn(
                    "page {}: which shoppers it hits cannot be found out",
                    question.wanted().page(),
                    e);
        }
    }

    private void keep(Wanted wanted, Chain chain) {
        evidence.done(wanted, chain, clock.instant());
        paging.note(
                wanted.page(),
                chain.arrived() ? Kind.EVIDENCE_FOUND : Kind.EVIDENCE_INCOMPLETE,
                Timeline.PAGER,
                summary(chain));
    }

    private Chain walk(Page page) {
        try {
            if (stores == null) {
                return failed("the stores have no addresses: set "
                        + Stream.of(Signal.METRICS, Signal.TRACES, Signal.LOGS)
                                .map(Walker::property)
                                .collect(Collectors.joining(", and ")));
            }
            var alert = alert(page, Walk.firing(stores));
            if (alert.isEmpty()) {
                return failed(
                        page.detail().alertName().isEmpty()
                                ? "the page names no alert"
                                : page.detail().alertName() + " does not fire in Prometheus");
            }
            var findings = new Walk(stores, clock, hop -> {}).fromPage(alert.get());
            return Chains.of(findings, trace -> stores.traces().trace(trace), addresses, clock.instant());
        } catch (StoreException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) { // a StackOverflowError too is this page's alone
            log.error("page {}: the walk failed", page.number(), e);
            return failed("the walk failed: " + e);
        }
    }

    /** Of several alerts of a name the one that has most labels in common with the page, and none that differs. */
    private static Optional<Alert> alert(Page page, List<Alert> firing) {
        var labels = page.detail().labels();
        return firing.stream()
                .filter(alert -> alert.name().equals(page.detail().alertName()))
                .filter(alert -> alert.labels().entrySet().stream()
                        .allMatch(label ->
                                label.getValue().equals(labels.getOrDefault(label.getKey(), label.getValue()))))
                .max(Comparator.comparingLong(alert -> alert.labels().keySet().stream()
                        .filter(labels::containsKey)
                        .count()));
    }

    private static String property(Signal signal) {
        return Backend.of(signal).stream()
                .map(backend -> "orderflow.pager.stores." + backend.name().toLowerCase(Locale.ROOT) + ".url")
                .collect(Collectors.joining(" or "));
    }

    private Chain failed(String why) {
        var hop = new Hop("page", "the alert that fires", "", why, false, 0);
        return new Chain(
                clock.instant(), false, "", "", "", "", List.of(hop), List.of(), List.of(), List.of(), "", 0, null);
    }

    private static String summary(Chain chain) {
        return chain.arrived()
                ? chain.cause()
                : chain.hops().getLast().name() + ": " + chain.hops().getLast().answer();
    }
}
