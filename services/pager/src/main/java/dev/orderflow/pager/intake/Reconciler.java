package dev.orderflow.pager.intake;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.alertmanager.AlertmanagerApi;
import dev.orderflow.pager.alertmanager.AlertmanagerApi.Alert;
import dev.orderflow.pager.page.DeadMan;
import dev.orderflow.pager.page.Detail;
import dev.orderflow.pager.page.OpenGroup;
import dev.orderflow.pager.page.Page;
import dev.orderflow.pager.page.Pages;
import dev.orderflow.pager.page.Paging;
import dev.orderflow.pager.page.Signal;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Compares the pages with Alertmanager's own list of alerts, so that a page is open exactly while one of its alerts
 * fires. A delivery alone does not say so: Alertmanager sends no end of an alert that is inhibited or silenced when it
 * ends, forgets groups when its routing changes, cuts large groups, and deliveries are lost while it or the pager is
 * away.
 *
 * <p>No end counts while telemetry is blind: while an alert with the label {@code blind="true"} fires, while the dead
 * man's page is open, or while the list lacks the dead man's alert. Rules without data do not fire, whatever happens.
 * Pages that ended shortly before are open again, as rules lose their data sooner than its absence is noticed; a page
 * about blindness itself ends with its alert.
 */
@Component
class Reconciler {

    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private static final String BLIND = "blind";

    /** An Alertmanager that does not answer is not asked for each delivery. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private final AlertmanagerApi api;
    private final Pages pages;
    private final Paging paging;
    private final DeadMan deadMan;
    private final PagerProperties.Reconciliation properties;
    private final String watchdog;
    private final Clock clock;

    /** Since when the list has none of a page's alerts. */
    private final Map<Long, Instant> absent = new HashMap<>();

    /** Since when an alert is listed that no page has, by fingerprint. */
    private final Map<String, Instant> missed = new HashMap<>();

    /** Pages of which the last list has an alert that no silence mutes. */
    private Set<Long> audible = Set.of();

    private @Nullable Look look;
    private long failedAt = System.nanoTime() - PAUSE.toNanos();
    private volatile @Nullable Instant blindSince;
    private volatile Instant settledAt = Instant.EPOCH;

    Reconciler(
            AlertmanagerApi api, Pages pages, Paging paging, DeadMan deadMan, PagerProperties properties, Clock clock) {
        this.api = api;
        this.pages = pages;
        this.paging = paging;
        this.deadMan = deadMan;
        this.properties = properties.reconciliation();
        this.watchdog = properties.deadMan().alert();
        this.clock = clock;
    }

    /**
     * Alertmanager's list.
     *
     * @param begun when it was asked for, {@link System#nanoTime}
     * @param alerts by fingerprint
     */
    private record Look(long begun, Map<String, Alert> alerts) {

        private List<Alert> blind() {
            return alerts.values().stream()
                    .filter(alert -> "true".equals(alert.labels().get(BLIND)))
                    .toList();
        }
    }

    /**
     * What speaks against the end of a page whose group was delivered as resolved. Asks Alertmanager, so not to be
     * called within a transaction.
     *
     * @param isTruncated whether alerts were left out of the delivery
     * @return of a page and its fingerprints; empty where nothing does
     */
    BiFunction<Page, Set<String>, String> objection(boolean isTruncated) {
        var current = api.isKnown() ? since(System.nanoTime()) : Optional.<Look>empty();
        current.ifPresent(this::see);
        return (page, fingerprints) -> {
            var sight = isAboutBlindness(page) ? "" : blindness(current.orElse(null));
            if (!sight.isEmpty()) {
                return sight;
            }
            if (current.isEmpty()) {
                return omission(isTruncated);
            }
            var listed = listed(OpenGroup.of(page), isTruncated, fingerprints, current.get())
                    .size();
            return listed == 0 ? "" : "%d of its alerts fire still, by Alertmanager's list".formatted(listed);
        };
    }

    /**
     * Reports whether all alerts of a delivery have ended. Alertmanager repeats a failed delivery with its first
     * content, also under the key of a group that it made meanwhile. An alert has ended if a resolved page had it and
     * Alertmanager's list has it no more. Asks Alertmanager only if resolved pages had all alerts, so that no new alert
     * waits for the answer.
     */
    boolean isLate(Signal signal) {
        return api.isKnown()
                && paging.haveEnded(signal)
                && since(System.nanoTime())
                        .filter(current -> signal.detail().alerts().stream()
                                .noneMatch(alert -> current.alerts().containsKey(alert.fingerprint())))
                        .filter(current -> blindness(current).isEmpty())
                        .isPresent();
    }

    /** Why a delivery of ends ends no page, where nothing but the delivery is known; empty where it does. */
    static String omission(boolean isTruncated) {
        return isTruncated ? "alerts were left out of the delivery" : "";
    }

    @Scheduled(
            fixedDelayString = "${orderflow.pager.reconciliation.interval:15s}",
            initialDelayString = "${orderflow.pager.reconciliation.interval:15s}")
    void run() {
        if (!api.isKnown()) {
            return;
        }
        var current = since(System.nanoTime());
        if (current.isEmpty()) {
            absent.clear();
            missed.clear();
            return;
        }
        see(current.get());
        var now = clock.instant();
        // A page whose last alert ends when another of its group begins goes on with that one.
        begin(pages.openOfAlertmanager(), pages.openFingerprints(), current.get(), now);
        compare(pages.openOfAlertmanager(), pages.openFingerprints(), current.get(), now);
    }

    /**
     * A list that was asked for since a moment; empty where Alertmanager does not answer. Whoever waits shares the next
     * one.
     */
    private synchronized Optional<Look> since(long begun) {
        if (look != null && look.begun() - begun >= 0) {
            return Optional.of(look);
        }
        if (System.nanoTime() - failedAt
                < Math.min(PAUSE.toNanos(), properties.interval().toNanos())) {
            return Optional.empty();
        }
        try {
            var asked = System.nanoTime();
            var alerts = api.alerts().stream()
                    .collect(Collectors.toMap(Alert::fingerprint, Function.identity(), (one, _) -> one));
            look = new Look(asked, alerts);
            return Optional.of(look);
        } catch (IOException | RuntimeException e) {
            failedAt = System.nanoTime();
            log.warn("Alertmanager's alerts cannot be read; pages are not compared with them: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Notes whether telemetry is blind, and opens again what ended shortly before it was noticed. */
    private synchronized void see(Look current) {
        var now = clock.instant();
        var alerts = current.blind();
        var isBlind = !alerts.isEmpty() || deadMan.isPaged();
        if (isBlind && blindSince == null) {
            var since = alerts.stream()
                    .map(Alert::startsAt)
                    .min(Comparator.naturalOrder())
                    .or(deadMan::lastHeartbeat)
                    .filter(now::isAfter)
                    .orElse(now);
            blindSince = since;
            paging.reopenEndedSince(
                    since.minus(properties.blindLookback()), blindness(current), Reconciler::isAboutBlindness);
        } else if (!isBlind && blindSince != null) {
            blindSince = null;
            settledAt = now.plus(properties.blindSettle());
        }
    }

    /** Why no end counts; empty where each does. */
    private String blindness(@Nullable Look current) {
        if (blindSince != null) {
            return "telemetry is blind since %s: that an alert is gone does not say that its cause is"
                    .formatted(blindSince);
        }
        if (clock.instant().isBefore(settledAt)) {
            return "telemetry was blind until %s before %s: rules need time to see"
                    .formatted(properties.blindSettle(), settledAt);
        }
        return current != null && isUnwatched(current)
                ? watchdog + " is not among Alertmanager's alerts: Prometheus has not sent them"
                : "";
    }

    /** After Alertmanager's start its list is empty until Prometheus sends its alerts again. */
    private boolean isUnwatched(Look current) {
        return deadMan.lastHeartbeat().isPresent()
                && current.alerts().values().stream()
                        .noneMatch(alert -> watchdog.equals(alert.labels().get("alertname")));
    }

    private static boolean isAboutBlindness(Page page) {
        return isAboutBlindness(OpenGroup.of(page));
    }

    private static boolean isAboutBlindness(OpenGroup page) {
        return "true".equals(page.labels().get(BLIND));
    }

    private static List<Alert> listed(OpenGroup page, boolean isTruncated, Set<String> fingerprints, Look current) {
        if (!isTruncated && page.truncated() == 0 && !fingerprints.isEmpty()) {
            return fingerprints.stream()
                    .map(current.alerts()::get)
                    .filter(Objects::nonNull)
                    .toList();
        }
        return current.alerts().values().stream()
                .filter(alert -> fingerprints.contains(alert.fingerprint()) || isOf(page, alert))
                .toList();
    }

    /** Whether an alert may be one of those that were left out of a page. */
    private static boolean isOf(OpenGroup page, Alert alert) {
        var group = page.group();
        return group == null
                ? alert.labels().entrySet().containsAll(page.labels().entrySet())
                : group.holds(alert.receiverNames(), alert.labels());
    }

    /** Ends the pages whose alerts are gone, and notes which are silenced. */
    private void compare(List<OpenGroup> open, Map<Long, Set<String>> fingerprints, Look current, Instant now) {
        var ends = silenceEnds(current);
        var audibleNow = new HashSet<Long>();
        var isUnwatched = isUnwatched(current);
        for (var page : open) {
            var listed = listed(page, false, fingerprints.getOrDefault(page.number(), Set.of()), current);
            if (!listed.isEmpty() || isUnwatched) {
                absent.remove(page.number());
            }
            if (!listed.isEmpty()) {
                silence(page, listed, ends, audibleNow);
            } else if (!isUnwatched) {
                var since = absent.computeIfAbsent(page.number(), _ -> now);
                if (!since.plus(properties.missing()).isAfter(now)
                        && (isAboutBlindness(page) || blindness(current).isEmpty())) {
                    paging.end(page.number(), "Alertmanager lists none of its alerts since " + since);
                    absent.remove(page.number());
                }
            }
        }
        audible = audibleNow;
        absent.keySet().retainAll(open.stream().map(OpenGroup::number).collect(Collectors.toSet()));
    }

    private Map<String, Instant> silenceEnds(Look current) {
        try {
            return api.silenceEnds(current.alerts().values().stream()
                    .flatMap(alert -> alert.status().silencedBy().stream())
                    .collect(Collectors.toSet()));
        } catch (IOException e) {
            return Map.of();
        }
    }

    /**
     * A silence that was just made may be younger than the list: that it mutes nothing is believed of the second list.
     */
    private void silence(OpenGroup page, List<Alert> listed, Map<String, Instant> ends, Set<Long> audibleNow) {
        if (listed.stream().allMatch(alert -> !alert.status().silencedBy().isEmpty())) {
            listed.stream()
                    .map(alert -> alert.status().silencedBy().stream()
                            .map(ends::get)
                            .filter(Objects::nonNull)
                            .max(Comparator.naturalOrder()))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder())
                    .filter(until -> !until.equals(page.silencedUntil()))
                    .ifPresent(until -> paging.silence(page.number(), until));
        } else {
            audibleNow.add(page.number());
            if (page.silencedUntil() != null && audible.contains(page.number())) {
                paging.silence(page.number(), null);
            }
        }
    }

    /** Pages what is listed for long, and was never delivered. */
    private void begin(List<OpenGroup> open, Map<Long, Set<String>> fingerprints, Look current, Instant now) {
        var paged = fingerprints.values().stream().flatMap(Collection::stream).collect(Collectors.toSet());
        var cut = open.stream().filter(page -> page.truncated() > 0).toList();
        var unpaged = current.alerts().values().stream()
                .filter(alert ->
                        alert.isActive() && !watchdog.equals(alert.labels().get("alertname")))
                .filter(alert -> alert.receiverNames().stream().anyMatch(properties.receivers()::contains))
                .filter(alert -> !paged.contains(alert.fingerprint()))
                .filter(alert -> cut.stream().noneMatch(page -> isOf(page, alert)))
                .filter(alert -> pages.lastResolvedByHand(alert.fingerprint())
                        .filter(alert.startsAt()::isBefore)
                        .isEmpty())
                .map(Alert::fingerprint)
                .collect(Collectors.toSet());
        missed.keySet().retainAll(unpaged);
        unpaged.forEach(fingerprint -> missed.putIfAbsent(fingerprint, now));
        var overdue = missed.entrySet().stream()
                .filter(entry -> !entry.getValue().plus(properties.missing()).isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        if (overdue.isEmpty()) {
            return;
        }
        try {
            for (var group : api.groups()) {
                if (properties.receivers().contains(group.receiver().name())
                        && group.alerts().stream().map(Alert::fingerprint).anyMatch(overdue::contains)) {
                    page(group, open);
                }
            }
        } catch (IOException e) {
            log.warn("Alertmanager's groups cannot be read: {}", e.toString());
        }
    }

    /** A group that cannot be paged is tried again, and keeps no other from being compared. */
    private void page(AlertmanagerApi.Group group, List<OpenGroup> open) {
        try {
            var page = paging.trigger(delivery(group, key(group, open)).signal());
            log.warn(
                    "page {}: its alerts are in Alertmanager for {}, and were not delivered",
                    page.number(),
                    properties.missing());
        } catch (RuntimeException e) {
            log.error("the group {}, which was not delivered, cannot be paged", group.labels(), e);
        }
    }

    /** The key of the group's open page, if any; else one of the pager's own, as Alertmanager's list has none. */
    private static String key(AlertmanagerApi.Group group, List<OpenGroup> open) {
        var same = new Detail.Group(group.receiver().name(), group.labels());
        return open.stream()
                .filter(page -> same.equals(page.group()))
                .map(OpenGroup::dedupKey)
                .findFirst()
                .orElseGet(same::key);
    }

    /** As Alertmanager would deliver it. */
    private static AlertmanagerWebhook delivery(AlertmanagerApi.Group group, String key) {
        var alerts = group.alerts();
        return new AlertmanagerWebhook(
                "4",
                key,
                group.receiver().name(),
                0,
                "firing",
                group.labels(),
                common(alerts, Alert::labels),
                common(alerts, Alert::annotations),
                alerts.stream()
                        .<AlertmanagerWebhook.@Nullable Alert>map(alert -> new AlertmanagerWebhook.Alert(
                                "firing",
                                alert.labels(),
                                alert.annotations(),
                                alert.startsAt(),
                                null,
                                alert.fingerprint()))
                        .toList());
    }

    private static Map<String, String> common(List<Alert> alerts, Function<Alert, Map<String, String>> of) {
        var common = new HashMap<>(of.apply(alerts.getFirst()));
        alerts.forEach(alert -> common.entrySet().retainAll(of.apply(alert).entrySet()));
        return common;
    }
}
