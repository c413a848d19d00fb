package dev.orderflow.pager.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.pager.Changes;
import dev.orderflow.pager.PagerTest;
import dev.orderflow.pager.page.Timeline.Entry;
import dev.orderflow.pager.page.Timeline.Kind;
import dev.orderflow.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The life of a page, on a real database. Alice has the primary's turn, bob the secondary's, carol is the manager. */
@PagerTest
class PagingTest {

    /** Of these a test may see some more than it made: others of the pager's tasks write them when they come to it. */
    private static final List<Kind> OF_OTHER_TASKS = List.of(Kind.NOTIFIED, Kind.EVIDENCE_INCOMPLETE);

    @Autowired
    private Paging paging;

    @Autowired
    private Pages pages;

    @Autowired
    private Timeline timeline;

    @Autowired
    private DeadMan deadMan;

    @Autowired
    private Changes changes;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void setUp() {
        clock.reset();
    }

    @Test
    void nobodyAnswersAndAllAreNotifiedInTurnAndAgain() {
        var page = paging.trigger(signal("gateway"));
        assertThat(page.state()).isEqualTo(PageState.TRIGGERED);
        assertThat(page.dueAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
        Stream.of(5, 5, 10, 5, 5).forEach(minutes -> passes(Duration.ofMinutes(minutes)));
        assertThat(notified(page))
                .containsExactly(
                        "primary: alice",
                        "secondary: bob",
                        "primary, manager: alice, carol",
                        "primary: alice",
                        "secondary: bob",
                        "primary, manager: alice, carol");
        passes(Duration.ofMinutes(10));
        assertThat(kinds(page)).endsWith(Kind.EXHAUSTED);
        assertThat(pages.get(page.number()).dueAt()).isNull();
        passes(Duration.ofDays(1));
        assertThat(notified(page)).hasSize(6);
    }

    @Test
    void aStepThatIsNotDueDoesNotCome() {
        var page = paging.trigger(signal("gateway"));
        passes(Duration.ofMinutes(5).minusMillis(1));
        assertThat(notified(page)).hasSize(1);
        passes(Duration.ofMillis(1));
        assertThat(notified(page)).hasSize(2);
    }

    @Test
    void anAcknowledgementStopsTheEscalationUntilItExpires() {
        var page = paging.trigger(signal("gateway"));
        paging.acknowledge(page.number(), "alice");
        paging.acknowledge(page.number(), "bob");
        assertThat(pages.get(page.number()).acknowledgedBy()).isEqualTo("alice");
        passes(Duration.ofMinutes(29));
        assertThat(kinds(page)).containsExactly(Kind.CREATED, Kind.NOTIFYING, Kind.ACKNOWLEDGED);
        passes(Duration.ofMinutes(1));
        assertThat(kinds(page)).endsWith(Kind.ACKNOWLEDGEMENT_EXPIRED, Kind.NOTIFYING);
        assertThat(pages.get(page.number()).state()).isEqualTo(PageState.TRIGGERED);
        assertThat(pages.get(page.number()).acknowledgedBy()).isNull();
    }

    @Test
    void whatFiresAgainSoonIsReopenedAndLaterIsANewPage() {
        var page = paging.trigger(signal("gateway"));
        paging.resolve(page.number(), "alice");
        paging.resolve(page.number(), "bob");
        paging.acknowledge(page.number(), "bob");
        passes(Duration.ofMinutes(59));
        assertThat(paging.trigger(signal("gateway")).number()).isEqualTo(page.number());
        assertThat(kinds(page))
                .containsExactly(Kind.CREATED, Kind.NOTIFYING, Kind.RESOLVED, Kind.REOPENED, Kind.NOTIFYING);
        paging.resolve(page.number(), "alice");
        passes(Duration.ofMinutes(61));
        assertThat(paging.trigger(signal("gateway")).number()).isGreaterThan(page.number());
    }

    @Test
    void aResolveThatIsOlderThanWhatFiresIsIgnored() {
        var page = paging.trigger(signal("gateway"));
        paging.resolve(Source.ALERTMANAGER, key, clock.instant().minusSeconds(1));
        assertThat(pages.get(page.number()).isOpen()).isTrue();
        assertThat(kinds(page)).endsWith(Kind.STALE_RESOLVE_IGNORED);
        paging.resolve(Source.ALERTMANAGER, key, clock.instant().plusSeconds(1));
        assertThat(pages.get(page.number()).isOpen()).isFalse();
        assertThat(paging.resolve(Source.ALERTMANAGER, "unknown", clock.instant()))
                .isEmpty();
    }

    @Test
    void inAMaintenanceWindowItIsKeptAndNotifiedAtItsEnd() {
        var page = paging.trigger(signal("upgraded"));
        assertThat(kinds(page)).containsExactly(Kind.CREATED, Kind.HELD_BACK);
        passes(Duration.between(clock.instant(), Instant.parse("2026-11-25T03:00:00Z"))
                .minusMillis(1));
        assertThat(notified(page)).isEmpty();
        passes(Duration.ofMillis(1));
        assertThat(notified(page)).hasSize(1);
    }

    /** A new alert, or a new start of one, is news where nobody is being notified any more. */
    @ParameterizedTest
    @CsvSource({"another, 0, true", "f, 1, true", "f, 0, false"})
    void newsOnAnExhaustedPageIsNotified(String fingerprint, int minutes, boolean isNews) {
        var began = clock.instant();
        var page = exhausted(signal(alert("f", "gateway", began)));
        passes(Duration.ofMinutes(10));
        var notified = notified(page).size();
        paging.trigger(signal(alert(fingerprint, "gateway", began.plus(Duration.ofMinutes(minutes)))));
        assertThat(notified(page)).hasSize(isNews ? notified + 1 : notified);
        assertThat(kinds(page)).filteredOn(Kind.ESCALATION_RESTARTED::equals).hasSize(isNews ? 1 : 0);
        passes(Duration.ofMinutes(5));
        assertThat(notified(page)).as("the escalation goes on").hasSize(isNews ? notified + 2 : notified);
    }

    @Test
    void anExhaustedPageThatIsRepeatedAfterAnHourIsNotifiedAgain() {
        var began = clock.instant();
        var page = exhausted(signal(alert("f", "gateway", began)));
        passes(Duration.ofHours(1));
        paging.trigger(signal(alert("f", "gateway", began)));
        assertThat(kinds(page))
                .endsWith(Kind.EXHAUSTED, Kind.DUPLICATE_SUPPRESSED, Kind.ESCALATION_RESTARTED, Kind.NOTIFYING);
    }

    @Test
    void anAlertOutsideTheWindowIsNotifiedThoughItsGroupIsHeldBack() {
        var page = paging.trigger(signal(alert("f", "upgraded", clock.instant())));
        assertThat(kinds(page)).containsExactly(Kind.CREATED, Kind.HELD_BACK);
        paging.trigger(signal(alert("f", "upgraded", clock.instant()), alert("g", "gateway", clock.instant())));
        assertThat(notified(page)).hasSize(1);
    }

    @Test
    void aGroupWhoseAlertsAllHaveAWindowIsHeldBack() {
        var page =
                paging.trigger(signal(alert("f", "upgraded", clock.instant()), alert("g", "moved", clock.instant())));
        assertThat(kinds(page)).containsExactly(Kind.CREATED, Kind.HELD_BACK);
        passes(Duration.ofMinutes(20));
        assertThat(notified(page)).as("the first of both windows is over").hasSize(1);
    }

    @Test
    void aWindowThatBeginsHoldsBackTheNextStep() {
        var page = paging.trigger(signal(alert("f", "later", clock.instant())));
        passes(Duration.ofMinutes(5));
        passes(Duration.ofMinutes(5));
        assertThat(notified(page)).as("from 02:02 until 02:30").hasSize(1);
        passes(Duration.ofMinutes(20));
        assertThat(notified(page)).hasSize(2);
    }

    /** As after a restart with another configuration: what is held back is compared with the windows there are. */
    @Test
    void aWindowThatIsNoMoreHoldsNothingBack() {
        var page = paging.trigger(signal(alert("f", "gateway", clock.instant())));
        jdbc.sql("update page set step = 0, due_at = :later, held_until = :later where number = :number")
                .param("later", clock.instant().plus(Duration.ofHours(9)).toEpochMilli())
                .param("number", page.number())
                .update();
        passes(Duration.ofSeconds(1));
        assertThat(notified(page)).hasSize(2);
        assertThat(pages.get(page.number()).heldUntil()).isNull();
    }

    @Test
    void aSilencedPageWaitsForTheSilencesEnd() {
        var page = paging.trigger(signal("gateway"));
        paging.silence(page.number(), clock.instant().plus(Duration.ofHours(1)), "alice", "we know");
        passes(Duration.ofMinutes(5));
        passes(Duration.ofMinutes(50));
        assertThat(notified(page)).hasSize(1);
        passes(Duration.ofMinutes(5));
        assertThat(notified(page)).hasSize(2);
    }

    @Test
    void aSilenceThatIsExpiredEarlyHoldsNothingBack() {
        var page = paging.trigger(signal("gateway"));
        paging.silence(page.number(), clock.instant().plus(Duration.ofHours(1)), "alice", "we know");
        passes(Duration.ofMinutes(5));
        paging.silence(page.number(), null);
        passes(Duration.ofSeconds(1));
        assertThat(notified(page)).hasSize(2);
    }

    @Test
    void anAlertThatASilenceDoesNotMuteIsNotified() {
        var page = paging.trigger(signal(alert("f", "gateway", clock.instant())));
        paging.silence(page.number(), clock.instant().plus(Duration.ofHours(1)), "alice", "we know");
        passes(Duration.ofMinutes(6));
        paging.trigger(signal(alert("f", "gateway", clock.instant()), alert("g", "gateway", clock.instant())));
        assertThat(notified(page)).hasSize(2);
    }

    @Test
    void aPageThatIsReopenedIsNotifiedWithItsNewTitle() {
        var page = paging.trigger(signal("gateway"));
        paging.resolve(page.number(), "alice");
        paging.trigger(new Signal(
                Source.ALERTMANAGER,
                key,
                "something else",
                "page",
                signal("upgraded").detail(),
                clock.instant()));
        assertThat(kinds(page)).as("its new labels have a window").endsWith(Kind.REOPENED, Kind.HELD_BACK);
        paging.resolve(page.number(), "alice");
        paging.trigger(new Signal(
                Source.ALERTMANAGER, key, "a third", "page", signal("gateway").detail(), clock.instant()));
        assertThat(jdbc.sql("select title from notification where page = ? order by rowid desc limit 1")
                        .param(page.number())
                        .query(String.class)
                        .single())
                .isEqualTo("a third");
    }

    @Test
    void aTitleIsOneLine() {
        assertThat(paging.trigger(new Signal(
                                Source.EVENTS,
                                key,
                                "down\r\n2026 ERROR\u2028forged\u202e",
                                "page",
                                signal("gateway").detail(),
                                clock.instant()))
                        .title())
                .isEqualTo("down 2026 ERROR forged");
    }

    @Test
    void whatEndedWhileNobodyCouldSeeIsOpenedAgain() {
        var acknowledged = paging.trigger(signal("gateway"));
        paging.acknowledge(acknowledged.number(), "alice");
        paging.end(acknowledged.number(), "it has ended");
        var other = paging.trigger(new Signal(
                Source.ALERTMANAGER,
                UUID.randomUUID().toString(),
                "other",
                "page",
                signal("gateway").detail(),
                clock.instant()));
        paging.resolve(other.number(), "bob");
        passes(Duration.ofMinutes(4));
        paging.reopenEndedSince(clock.instant().minus(Duration.ofMinutes(5)), "telemetry is blind", page -> false);
        assertThat(pages.get(acknowledged.number()).state()).isEqualTo(PageState.ACKNOWLEDGED);
        assertThat(kinds(acknowledged)).endsWith(Kind.RESOLVED, Kind.REOPENED);
        assertThat(pages.get(other.number()).isOpen())
                .as("a person has ended it")
                .isFalse();
    }

    @Test
    void aSilentWatchdogIsOnePageUntilItIsReceivedAgain() {
        deadMan.heartbeat();
        for (var passed = 0; passed < 300; passed += 15) {
            passes(Duration.ofSeconds(15));
        }
        assertThat(silence()).isEmpty();
        passes(Duration.ofSeconds(1));
        deadMan.check();
        var page = silence().getFirst();
        assertThat(silence()).hasSize(1);
        assertThat(kinds(page))
                .startsWith(Kind.DEAD_MAN_MISSED, Kind.NOTIFYING)
                .doesNotContain(Kind.DUPLICATE_SUPPRESSED);
        deadMan.heartbeat();
        assertThat(silence()).isEmpty();
        assertThat(kinds(page)).endsWith(Kind.RESOLVED);
    }

    /** Alertmanager computes what alerts have in common from those that it delivers. */
    @Test
    void alertsThatWereLeftOutAreNotHeldBackByTheWindowOfTheOthers() {
        var wide = Map.of("alertname", "ErrorRateHigh");
        var narrow = Map.of("alertname", "ErrorRateHigh", "service", "upgraded");
        assertThat(notified(trigger(wide, true))).hasSize(1);
        assertThat(notified(trigger(narrow, true))).isEmpty();
        assertThat(notified(trigger(wide, false))).as("cut by the pager alone").isEmpty();
    }

    /** A page of the service that is upgraded, with forty alerts less than there are. */
    private Page trigger(Map<String, String> grouped, boolean isCut) {
        var detail = signal("upgraded").detail();
        return paging.trigger(new Signal(
                Source.ALERTMANAGER,
                UUID.randomUUID().toString(),
                "5XX error rate crossed threshold",
                "page",
                new Detail(
                        detail.labels(),
                        Map.of(),
                        detail.alerts(),
                        40,
                        List.of(),
                        new Detail.Group("pager", grouped),
                        isCut),
                clock.instant()));
    }

    /** An open browser fetches its page with each change. */
    @Test
    void aPageThatIsHeldBackAsBeforeIsNoChange() {
        var page = paging.trigger(signal("upgraded"));
        var published = new AtomicInteger();
        var test = Thread.currentThread();
        changes.onEach(() -> {
            if (Thread.currentThread().equals(test)) {
                published.incrementAndGet();
            }
        });
        passes(Duration.ofSeconds(1));
        passes(Duration.ofSeconds(1));
        assertThat(published).hasValue(0);
        paging.acknowledge(page.number(), "alice");
        assertThat(published).hasValue(1);
    }

    @Test
    void theTimelineIsOnlyAddedTo() {
        var page = paging.trigger(signal("gateway"));
        assertThatThrownBy(() -> jdbc.sql("update timeline set text = 'nothing' where page = ?")
                        .param(page.number())
                        .update())
                .hasMessageContaining("only added to");
        assertThatThrownBy(() -> jdbc.sql("delete from timeline where page = ?")
                        .param(page.number())
                        .update())
                .hasMessageContaining("only added to");
    }

    /** A commit with synchronous=FULL in the journal is on the disk. */
    @Test
    void theDatabaseIsAsSafeAsItCanBe() {
        assertThat(jdbc.sql("pragma journal_mode").query(String.class).single()).isEqualTo("wal");
        assertThat(jdbc.sql("pragma synchronous").query(Integer.class).single()).isEqualTo(2);
        assertThat(jdbc.sql("pragma foreign_keys").query(Integer.class).single())
                .isEqualTo(1);
    }

    private Signal signal(String service) {
        var labels = Map.of("alertname", "ErrorRateHigh", "service", service);
        var alert = new Detail.Alert("f", labels, Map.of(), clock.instant());
        return new Signal(
                Source.ALERTMANAGER,
                key,
                "5XX error rate crossed threshold",
                "page",
                new Detail(labels, Map.of(), List.of(alert), 0),
                clock.instant());
    }

    private static Detail.Alert alert(String fingerprint, String service, Instant began) {
        return new Detail.Alert(fingerprint, Map.of("alertname", "ErrorRateHigh", "service", service), Map.of(), began);
    }

    private Signal signal(Detail.Alert... alerts) {
        var detail = new Detail(Map.of("alertname", "ErrorRateHigh"), Map.of(), List.of(alerts), 0);
        var newest = Stream.of(alerts)
                .map(Detail.Alert::startsAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Signal(Source.ALERTMANAGER, key, "5XX error rate crossed threshold", "page", detail, newest);
    }

    private Page exhausted(Signal signal) {
        var page = paging.trigger(signal);
        for (var step = 0; step < 6; step++) {
            passes(Duration.ofMinutes(10));
        }
        assertThat(kinds(page)).endsWith(Kind.EXHAUSTED);
        return page;
    }

    private void passes(Duration time) {
        clock.advance(time);
        paging.runDue();
        deadMan.check();
    }

    private List<Page> silence() {
        return pages.open(10_000).stream()
                .filter(page -> page.source() == Source.DEAD_MAN)
                .toList();
    }

    private List<Kind> kinds(Page page) {
        return timeline.of(page.number()).stream()
                .map(Entry::kind)
                .filter(kind -> !OF_OTHER_TASKS.contains(kind))
                .toList();
    }

    private List<String> notified(Page page) {
        return timeline.of(page.number()).stream()
                .filter(entry -> entry.kind() == Kind.NOTIFYING || entry.kind() == Kind.ESCALATED)
                .map(Entry::text)
                .toList();
    }
}
