package dev.orderflow.drill.exercise;

import dev.orderflow.drill.cluster.PagerClient.Entry;
import dev.orderflow.drill.cluster.PagerClient.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the responder did and when, between the start of the incident or decoy and the drill's end, by the pager's
 * clock.
 *
 * @param paged when somebody was first paged
 * @param verdict the last verdict of the responder, which is the one that counts
 * @param acted whether the responder resolved or silenced a page; acknowledging one does not count
 */
record DrillTimeline(
        @Nullable Instant paged,
        @Nullable Instant acknowledged,
        @Nullable Verdict verdict,
        boolean acted) {

    private static final Set<String> PAGED = Set.of("CREATED", "REOPENED", "DEAD_MAN_MISSED");
    private static final Set<String> ACTED = Set.of("RESOLVED", "SILENCED");

    /** The pager's own name in its timeline. */
    private static final String PAGER = "pager";

    /**
     * Extracts the timeline.
     *
     * @param entries the timelines of all pages
     * @param responder only this responder's actions count; empty for anybody's
     */
    static DrillTimeline of(
            List<Entry> entries, List<Verdict> verdicts, Instant began, Instant ended, String responder) {
        var within = entries.stream()
                .filter(entry -> isWithin(entry.at(), began, ended))
                .toList();
        var ofResponder = within.stream()
                .filter(entry -> !entry.who().equals(PAGER) && isOf(entry.who(), responder))
                .toList();
        return new DrillTimeline(
                first(within, PAGED).orElse(null),
                first(ofResponder, Set.of("ACKNOWLEDGED")).orElse(null),
                verdicts.stream()
                        .filter(verdict -> isWithin(verdict.at(), began, ended) && isOf(verdict.who(), responder))
                        .max(Comparator.comparing(Verdict::at))
                        .orElse(null),
                first(ofResponder, ACTED).isPresent());
    }

    private static Optional<Instant> first(List<Entry> entries, Set<String> kinds) {
        return entries.stream()
                .filter(entry -> kinds.contains(entry.kind()))
                .map(Entry::at)
                .min(Comparator.naturalOrder());
    }

    private static boolean isWithin(Instant at, Instant began, Instant ended) {
        return !at.isBefore(began) && !at.isAfter(ended);
    }

    private static boolean isOf(String who, String responder) {
        return responder.isEmpty() || who.equals(responder);
    }
}
