package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.PagerClient.Entry;
import dev.orderflow.drill.cluster.PagerClient.Verdict;
import dev.orderflow.walk.cause.Cause;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillTimelineTest {

    private static final Instant BEGAN = Instant.parse("2026-11-25T02:00:00Z");
    private static final Instant ENDED = BEGAN.plusSeconds(600);
    private static final Cause FIRST = Cause.of("kafka", "disk-full");
    private static final Cause SECOND = Cause.of("postgresql", "slow-statement");

    @Test
    void theFirstPageAndTheLastVerdictCount() {
        var timeline = timeline(
                "",
                List.of(
                        entry(130, "CREATED", "pager"),
                        entry(120, "REOPENED", "pager"),
                        entry(150, "ACKNOWLEDGED", "alice"),
                        entry(140, "ACKNOWLEDGED", "bob")),
                List.of(verdict(200, "alice", SECOND), verdict(180, "bob", FIRST)));
        assertThat(timeline.paged()).isEqualTo(BEGAN.plusSeconds(120));
        assertThat(timeline.acknowledged()).isEqualTo(BEGAN.plusSeconds(140));
        assertThat(timeline.verdict()).isEqualTo(verdict(200, "alice", SECOND));
        assertThat(timeline.acted()).isFalse();
    }

    @Test
    void thePageOfASilentWatchdogCounts() {
        assertThat(timeline("", List.of(entry(90, "DEAD_MAN_MISSED", "pager")), List.of())
                        .paged())
                .isEqualTo(BEGAN.plusSeconds(90));
    }

    @Test
    void whatIsStatedBeforeItBeganOrTooLateDoesNotCount() {
        var timeline = timeline("", List.of(), List.of(verdict(601, "alice", SECOND), verdict(-1, "alice", FIRST)));
        assertThat(timeline.verdict()).isNull();
        assertThat(timeline.paged()).isNull();
        assertThat(timeline("", List.of(), List.of(verdict(600, "alice", SECOND)))
                        .verdict())
                .isNotNull();
    }

    @Test
    void whereAResponderIsNamedOthersDoNotCount() {
        var timeline = timeline(
                "alice",
                List.of(
                        entry(120, "CREATED", "pager"),
                        entry(130, "ACKNOWLEDGED", "bob"),
                        entry(140, "SILENCED", "bob")),
                List.of(verdict(180, "alice", FIRST), verdict(200, "bob", SECOND)));
        assertThat(timeline.acknowledged()).isNull();
        assertThat(timeline.acted()).isFalse();
        assertThat(timeline.verdict()).isEqualTo(verdict(180, "alice", FIRST));
    }

    @Test
    void toResolveOrSilenceIsToActUnlessThePagerDoesItItself() {
        assertThat(timeline("", List.of(entry(1, "SILENCED", "alice")), List.of())
                        .acted())
                .isTrue();
        assertThat(timeline("", List.of(entry(1, "RESOLVED", "alice")), List.of())
                        .acted())
                .isTrue();
        assertThat(timeline("", List.of(entry(1, "RESOLVED", "pager"), entry(2, "ACKNOWLEDGED", "alice")), List.of())
                        .acted())
                .isFalse();
    }

    private static DrillTimeline timeline(String responder, List<Entry> entries, List<Verdict> verdicts) {
        return DrillTimeline.of(entries, verdicts, BEGAN, ENDED, responder);
    }

    private static Entry entry(long seconds, String kind, String who) {
        return new Entry(BEGAN.plusSeconds(seconds), kind, who);
    }

    private static Verdict verdict(long seconds, String who, Cause cause) {
        return new Verdict(BEGAN.plusSeconds(seconds), who, cause, "");
    }
}
