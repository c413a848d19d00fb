package dev.orderflow.pager.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.testkit.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLockTarget;

/**
 * Whatever happens between Prometheus and a person: each page reaches the person once, and none is lost. Where the
 * pager is killed after it has notified and before it could record so, it notifies again under the same id, by which
 * the receiver knows it.
 *
 * <p>System properties: {@code pager.cut}, how many seconds the network is cut (default 15); {@code pager.kills}, how
 * often the pager is killed while it is busy (default 3).
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = DeliveryTest.WAY, mode = ResourceAccessMode.READ, target = ResourceLockTarget.CHILDREN)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryTest {

    /** Tests that cut or end a part of the way have it for themselves; the others share it. */
    static final String WAY = "the way of DeliveryTest";

    private static final Duration CUT = Duration.ofSeconds(Integer.getInteger("pager.cut", 15));
    private static final int KILLS = Integer.getInteger("pager.kills", 3);
    private static final Duration SOON = Duration.ofMinutes(2);

    /** Longer than all of Alertmanager's waits but the repetition, which comes within it more often than not. */
    private static final Duration QUIET = Duration.ofSeconds(6);

    @TempDir
    private static Path folder;

    private final List<Row> table = Collections.synchronizedList(new ArrayList<>());
    private Way way;
    private Person person;
    private PagerProcess pager;
    private Relay network;
    private Alertmanager alertmanager;
    private Rules rules;
    private long failures;

    /** @param notified how often the person should be notified of a service */
    private record Row(String what, String service, int pages, int notified) {}

    @BeforeAll
    void start() throws Exception {
        way = Way.start(folder);
        person = way.person();
        pager = way.pager();
        network = way.network();
        alertmanager = way.alertmanager();
        rules = way.rules();
    }

    @Test
    void anAlertThatFiresNotifiesOnce() throws Exception {
        rules.fires("ErrorRateHigh", "fires", "1");
        expect("fires", "fires", 1, 1);
    }

    @Test
    void eachGroupNotifiesOnce() throws Exception {
        for (var pod : List.of("1", "2", "3")) {
            rules.fires("ErrorRateHigh", "groups", pod);
        }
        rules.fires("LatencyMedianUp", "groups", "1");
        expect("three alerts of one group, one of another", "groups", 2, 2);
        assertThat(pager.pages("groups"))
                .extracting(page -> page.at("/detail/alerts").size())
                .containsExactlyInAnyOrder(3, 1);
    }

    @Test
    void aChangingCountAndRepetitionsNotifyNobodyAgain() throws Exception {
        rules.fires("ErrorRateHigh", "counts", "1");
        eventually(() -> person.notified("counts") == 1);
        rules.fires("ErrorRateHigh", "counts", "2");
        rules.fires("ErrorRateHigh", "counts", "3");
        eventually(() -> pager.pages("counts").getFirst().at("/detail/alerts").size() == 3);
        rules.ends("ErrorRateHigh", "counts", "1");
        eventually(() -> pager.pages("counts").getFirst().at("/detail/alerts").size() == 2);
        var suppressed = count("counts", "DUPLICATE_SUPPRESSED");
        assertThat(suppressed).isGreaterThanOrEqualTo(2);
        eventually(() -> count("counts", "DUPLICATE_SUPPRESSED") >= suppressed + 2);
        expect("its count changes, and it is repeated", "counts", 1, 1);
    }

    @Test
    void itsEndResolvesAndNotifiesNobody() throws Exception {
        rules.fires("ErrorRateHigh", "ends", "1");
        eventually(() -> person.notified("ends") == 1);
        rules.ends("ErrorRateHigh", "ends", "1");
        eventually(() -> isResolved("ends"));
        expect("ends", "ends", 1, 1);
    }

    @Test
    void firingAgainReopensAndNotifiesAgain() throws Exception {
        rules.fires("ErrorRateHigh", "again", "1");
        eventually(() -> person.notified("again") == 1);
        rules.ends("ErrorRateHigh", "again", "1");
        eventually(() -> isResolved("again"));
        rules.fires("ErrorRateHigh", "again", "1");
        eventually(() -> person.notified("again") == 2);
        assertThat(pager.timeline("again")).contains("REOPENED");
        expect("ends, and fires again", "again", 1, 2);
    }

    @Test
    void alertmanagerIsRestartedMidIncident() throws Exception {
        rules.fires("ErrorRateHigh", "restart", "1");
        eventually(() -> person.notified("restart") == 1);
        alertmanager.restart();
        var before = count("restart", "DUPLICATE_SUPPRESSED");
        eventually(() -> count("restart", "DUPLICATE_SUPPRESSED") > before);
        rules.ends("ErrorRateHigh", "restart", "1");
        eventually(() -> isResolved("restart"));
        expect("Alertmanager is restarted meanwhile", "restart", 1, 1);
    }

    /** After a crash, Alertmanager's record of the notifications that it sent is older than the page. */
    @Test
    @ResourceLock(WAY)
    void alertmanagerIsKilledMidIncident() throws Exception {
        rules.fires("ErrorRateHigh", "crash", "1");
        eventually(() -> person.notified("crash") == 1);
        alertmanager.kill();
        rules.fires("ErrorRateHigh", "crash", "2");
        rules.fires("LatencyMedianUp", "crash", "1");
        alertmanager.resume();
        eventually(() -> person.notified("crash") == 2);
        rules.ends("ErrorRateHigh", "crash", "1");
        rules.ends("ErrorRateHigh", "crash", "2");
        eventually(() -> isResolved("crash"));
        expect("Alertmanager is killed, and more fires before it is back", "crash", 2, 2);
    }

    @Test
    @ResourceLock(WAY)
    void thePagerIsKilledBetweenReceiptAndNotification() throws Exception {
        person.leave();
        rules.fires("ErrorRateHigh", "taken", "1");
        eventually(() -> pager.timeline("taken").contains("NOTIFYING"));
        pager.kill();
        person.comeBack();
        pager.resume();
        expect("the pager is killed when it has taken it", "taken", 1, 1);
    }

    @Test
    @ResourceLock(WAY)
    void thePagerIsKilledBetweenNotificationAndItsNote() throws Exception {
        person.holdAnswers();
        rules.fires("ErrorRateHigh", "noted", "1");
        eventually(() -> person.notified("noted") == 1);
        pager.kill();
        person.releaseAnswers();
        pager.resume();
        eventually(() -> pager.timeline("noted").contains("NOTIFIED"));
        assertThat(person.messages("noted")).as("as sent").hasSize(2);
        expect("the pager is killed when it has notified, before its note", "noted", 1, 1);
    }

    @Test
    void alertmanagerDoesNotHearThatThePagerHasIt() throws Exception {
        network.loseAnswers(3);
        rules.fires("ErrorRateHigh", "answers-lost", "1");
        eventually(() -> person.notified("answers-lost") == 1 && network.answersToLose() == 0);
        expect("the pager's answers are lost", "answers-lost", 1, 1);
    }

    @Test
    @ResourceLock(WAY)
    void theNetworkIsCut() throws Exception {
        rules.fires("ErrorRateHigh", "cut", "1");
        eventually(() -> person.notified("cut") == 1);
        var before = alertmanager.failures();
        network.cut();
        rules.ends("ErrorRateHigh", "cut", "1");
        rules.fires("LatencyMedianUp", "cut", "1");
        await().pollDelay(CUT).atMost(CUT.plus(SOON)).until(() -> alertmanager.failures() > before);
        failures = alertmanager.failures() - before;
        assertThat(person.notified("cut")).isEqualTo(1);
        network.mend();
        eventually(() -> person.notified("cut") == 2 && count("cut", "RESOLVED") == 1);
        expect("the network is cut: one ends, another fires", "cut", 2, 2);
    }

    @Test
    @ResourceLock(WAY)
    void thePagerIsKilledAgainAndAgainWhileItIsBusy() throws Exception {
        for (var kill = 1; kill <= KILLS; kill++) {
            for (var number = 0; number < 10; number++) {
                rules.fires("Alert" + kill + "x" + number, "busy", "1");
            }
            var some = person.notified("busy") + 3;
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> person.notified("busy") >= some);
            pager.kill();
            pager.resume();
        }
        expect("the pager is killed " + KILLS + " times in a storm", "busy", KILLS * 10, KILLS * 10);
    }

    private void eventually(Callable<Boolean> condition) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).until(condition);
    }

    /** As often as it should, and then no more. */
    private void expect(String what, String service, int pages, int notified) throws Exception {
        table.add(new Row(what, service, pages, notified));
        eventually(() ->
                person.notified(service) >= notified && pager.pages(service).size() >= pages);
        await().during(QUIET)
                .atMost(QUIET.plusMinutes(1))
                .until(() -> person.notified(service) == notified
                        && pager.pages(service).size() == pages);
        for (var page : pager.pages(service)) {
            pager.acknowledge(page);
        }
    }

    private boolean isResolved(String service) throws Exception {
        return pager.pages(service).stream()
                .anyMatch(page -> page.path("state").asString().equals("RESOLVED"));
    }

    private int count(String service, String kind) throws Exception {
        return Collections.frequency(pager.timeline(service), kind);
    }

    /** Once more: what came late would have come by now. */
    @AfterAll
    void table() throws Exception {
        try (var _ = way) {
            System.out.printf(
                    "%n%-58s %5s %6s %5s %8s%n",
                    "from Alertmanager to the person", "pages", "taken", "sent", "notified");
            for (var row : table) {
                System.out.printf(
                        "%-58s %5d %6d %5d %8d%n",
                        row.what(),
                        pager.pages(row.service()).size(),
                        taken(row.service()),
                        person.messages(row.service()).size(),
                        person.notified(row.service()));
            }
            System.out.printf(
                    "The network was cut for %d s; %d deliveries of Alertmanager's failed meanwhile.%n%n",
                    CUT.toSeconds(), failures);
            assertThat(table).hasSize(12).allSatisfy(row -> {
                assertThat(person.notified(row.service())).as(row.what()).isEqualTo(row.notified());
                assertThat(pager.pages(row.service())).as(row.what()).hasSize(row.pages());
            });
            var services = table.stream().map(Row::service).toList();
            assertThat(person.messages()).as("of nothing else").allMatch(message -> services.contains(message.title()));
        }
    }

    /** Deliveries of Alertmanager's, the repeated ones too. */
    private long taken(String service) throws Exception {
        return pager.timeline(service).stream()
                .filter(
                        List.of("CREATED", "DUPLICATE_SUPPRESSED", "REOPENED", "RESOLVED", "STALE_RESOLVE_IGNORED")
                                ::contains)
                .count();
    }
}
