package dev.orderflow.pager.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.Deliveries;
import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The silence of an alert of each test's own, with a patience of five minutes, over restarts: each is another DeadMan
 * on the same database.
 */
@PagerTest
class DeadManTest {

    /** The silence since it was stored last may be lost with a restart. */
    private static final Duration LOST = Duration.ofSeconds(15);

    private static final Duration STEP = Duration.ofSeconds(5);

    @Autowired
    private Paging paging;

    @Autowired
    private Pages pages;

    @Autowired
    private Timeline timeline;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private final String alert = "Watchdog-" + UUID.randomUUID();

    @BeforeEach
    void setUp() {
        clock.reset();
    }

    /** Other tests count what is silent. */
    @AfterEach
    void end() {
        silence().forEach(page -> paging.resolve(page.number(), "the test"));
    }

    @Test
    void aSilenceGoesOnAfterARestart() {
        var before = start();
        before.heartbeat();
        passes(before, Duration.ofMinutes(4));
        var after = start();
        passes(after, Duration.ofMinutes(1).minus(STEP));
        assertThat(silence()).isEmpty();
        passes(after, LOST.plus(STEP.multipliedBy(2)));
        assertThat(silence()).hasSize(1);
    }

    /** Also where the alert never came. */
    @Test
    void aPagerThatRestartsAllTheTimeNoticesTheSilence() {
        for (var passed = Duration.ZERO;
                passed.compareTo(Duration.ofMinutes(15)) < 0;
                passed = passed.plusSeconds(40)) {
            passes(start(), Duration.ofSeconds(40));
        }
        assertThat(silence()).hasSize(1);
    }

    @Test
    void silenceWhileThePagerWasAwayDoesNotCount() {
        var before = start();
        before.heartbeat();
        passes(before, Duration.ofMinutes(2));
        clock.advance(Duration.ofHours(8));
        var after = start();
        passes(after, Duration.ofMinutes(2));
        assertThat(silence()).isEmpty();
        passes(after, Duration.ofMinutes(1).plus(LOST).plus(STEP));
        assertThat(silence()).hasSize(1);
    }

    @Test
    void aHeartbeatBeforeARestartGivesTheWholePatienceAnew() {
        var before = start();
        passes(before, Duration.ofMinutes(4));
        before.heartbeat();
        var after = start();
        passes(after, Duration.ofMinutes(5));
        assertThat(silence()).isEmpty();
        passes(after, STEP);
        assertThat(silence()).hasSize(1);
    }

    @Test
    void thePageOfASilenceIsOneOverRestartsAndEndsWithAHeartbeat() {
        passes(start(), Duration.ofMinutes(6));
        var page = silence().getFirst();
        var after = start();
        passes(after, Duration.ofMinutes(1));
        assertThat(silence()).extracting(Page::number).containsExactly(page.number());
        after.heartbeat();
        assertThat(silence()).isEmpty();
        passes(start(), Duration.ofMinutes(4));
        assertThat(silence()).isEmpty();
        assertThat(timeline.of(page.number()))
                .extracting(Timeline.Entry::kind)
                .containsOnlyOnce(Kind.DEAD_MAN_MISSED)
                .contains(Kind.RESOLVED);
    }

    /** The process is suspended for eight hours, as on a laptop whose lid is closed. */
    @Test
    void aMachineThatSleptMissedNothing() {
        var deadMan = start();
        deadMan.heartbeat();
        clock.advance(Duration.ofHours(8));
        passes(deadMan, Duration.ofMinutes(4));
        assertThat(silence()).isEmpty();
        passes(deadMan, Duration.ofMinutes(1));
        assertThat(silence()).hasSize(1);
    }

    /** Alertmanager repeats other pages; here it may be what is missing. */
    @Test
    void aSilenceThatNobodyAnswersIsNotifiedAgainAfterAnHour() {
        var deadMan = start();
        passes(deadMan, Duration.ofMinutes(6));
        var page = silence().getFirst().number();
        while (pages.get(page).exhaustedAt() == null) {
            passes(deadMan, Duration.ofMinutes(5));
            paging.runDue();
        }
        passes(deadMan, Duration.ofMinutes(58));
        assertThat(timeline.of(page))
                .extracting(Timeline.Entry::kind)
                .doesNotContain(Kind.ESCALATION_RESTARTED, Kind.DUPLICATE_SUPPRESSED);
        passes(deadMan, Duration.ofMinutes(3));
        assertThat(timeline.of(page)).extracting(Timeline.Entry::kind).containsOnlyOnce(Kind.ESCALATION_RESTARTED);
    }

    private DeadMan start() {
        var properties = new MapConfigurationPropertySource(Map.of(
                "orderflow.pager.url",
                "https://pager.example",
                "orderflow.pager.intake.token",
                Deliveries.TOKEN,
                "orderflow.pager.dead-man.alert",
                alert,
                "orderflow.pager.dead-man.patience",
                "5m"));
        return new DeadMan(
                jdbc,
                paging,
                new Binder(properties)
                        .bind("orderflow.pager", PagerProperties.class)
                        .get(),
                clock);
    }

    private void passes(DeadMan deadMan, Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            clock.advance(STEP);
            deadMan.check();
        }
    }

    private List<Page> silence() {
        return pages.open(10_000).stream()
                .filter(page ->
                        page.source() == Source.DEAD_MAN && page.dedupKey().equals(alert))
                .toList();
    }
}
