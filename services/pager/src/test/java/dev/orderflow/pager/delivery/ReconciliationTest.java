package dev.orderflow.pager.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;

/**
 * Whatever Alertmanager does not deliver: a page is open exactly while one of its alerts fires. Minutes are seconds
 * here.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = ReconciliationTest.WAY, mode = ResourceAccessMode.READ, target = ResourceLockTarget.CHILDREN)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconciliationTest {

    /** Tests that cut or end a part of the way have it for themselves; the others share it. */
    static final String WAY = "the way of ReconciliationTest";

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration MISSING = Duration.ofSeconds(8);
    private static final Duration QUIET = MISSING.plusSeconds(6);

    @TempDir
    private static Path folder;

    private Way way;
    private Rules rules;

    @BeforeAll
    void start() throws Exception {
        way = Way.start(
                folder,
                Map.of(
                        "ORDERFLOW_PAGER_RECONCILIATION_INTERVAL", "500ms",
                        "ORDERFLOW_PAGER_RECONCILIATION_MISSING", MISSING.toSeconds() + "s",
                        "ORDERFLOW_PAGER_RECONCILIATION_BLINDLOOKBACK", "30s",
                        "ORDERFLOW_PAGER_RECONCILIATION_BLINDSETTLE", "4s"));
        rules = way.rules();
    }

    @AfterAll
    void stop() {
        way.close();
    }

    @Test
    void anAlertThatEndsWhileItIsInhibitedEndsItsPage() throws Exception {
        fires("LatencyP99High", "inhibited");
        fires("LatencyMedianUp", "inhibitor");
        rules.endsForGood("LatencyP99High", "inhibited", "1");
        eventually(() -> isResolved("inhibited"));
        assertThat(isResolved("inhibitor")).isFalse();
        rules.ends("LatencyMedianUp", "inhibitor", "1");
        eventually(() -> isResolved("inhibitor"));
        assertThat(way.person().notified("inhibited")).isEqualTo(1);
    }

    @Test
    void anAlertThatIsInhibitedKeepsItsPage() throws Exception {
        fires("LatencyP99High", "muted");
        fires("LatencyMedianUp", "mutes");
        staysOpen("muted");
        rules.endsForGood("LatencyMedianUp", "mutes", "1");
        staysOpen("muted");
        rules.ends("LatencyP99High", "muted", "1");
        eventually(() -> isResolved("muted"));
    }

    @Test
    void anAlertThatEndsWhileItIsSilencedEndsItsPage() throws Exception {
        fires("ErrorRateHigh", "silenced");
        way.pager().silence(page("silenced"));
        staysOpen("silenced");
        assertThat(page("silenced").path("silencedUntil").isNull()).isFalse();
        rules.endsForGood("ErrorRateHigh", "silenced", "1");
        eventually(() -> isResolved("silenced"));
        assertThat(way.person().notified("silenced")).isEqualTo(1);
    }

    /** The delivery then has the end of the other alone, and is called resolved. */
    @Test
    void anAlertThatIsSilencedKeepsThePageThatItSharesWithOneThatEnds() throws Exception {
        fires("ErrorRateHigh", "shared");
        way.pager().silence(page("shared"));
        rules.fires("ErrorRateHigh", "shared", "2");
        staysOpen("shared");
        rules.ends("ErrorRateHigh", "shared", "2");
        staysOpen("shared");
        rules.ends("ErrorRateHigh", "shared", "1");
        eventually(() -> isResolved("shared"));
    }

    @Test
    void aDeliveryOfEndsThatIsCutEndsNoPageWhoseOtherAlertsFire() throws Exception {
        for (var pod = 100; pod < 240; pod++) {
            rules.fires("ErrorRateHigh", "cut", String.valueOf(pod));
        }
        eventually(() -> way.pager().pages("cut").size() == 1
                && page("cut").at("/detail/truncated").asInt() == 40);
        for (var pod = 100; pod < 200; pod++) {
            rules.ends("ErrorRateHigh", "cut", String.valueOf(pod));
        }
        eventually(() -> way.pager().timeline("cut").contains("RESOLVE_DEFERRED"));
        staysOpen("cut");
        for (var pod = 200; pod < 240; pod++) {
            rules.endsForGood("ErrorRateHigh", "cut", String.valueOf(pod));
        }
        eventually(() -> isResolved("cut"));
    }

    @Test
    @ResourceLock(WAY)
    void anotherRoutingMakesNoOtherPage() throws Exception {
        fires("ErrorRateHigh", "rerouted");
        var key = page("rerouted").path("dedupKey").asString();
        way.alertmanager().reload(route -> route.put("matchers", List.of("severity =~ \"page|none\"")));
        eventually(() -> !page("rerouted").path("dedupKey").asString().equals(key));
        way.alertmanager().reload(route -> route.put("group_by", List.of("alertname", "namespace", "service", "slo")));
        staysOpen("rerouted");
        assertThat(way.pager().pages("rerouted")).hasSize(1);
        assertThat(way.person().notified("rerouted")).isEqualTo(1);
        rules.endsForGood("ErrorRateHigh", "rerouted", "1");
        eventually(() -> isResolved("rerouted"));
    }

    @Test
    @ResourceLock(WAY)
    void anEndInAnOutageOfAlertmanagerEndsThePage() throws Exception {
        fires("ErrorRateHigh", "outage");
        fires("ErrorRateHigh", "survivor");
        way.alertmanager().kill();
        rules.endsForGood("ErrorRateHigh", "outage", "1");
        staysOpen("outage");
        way.alertmanager().resume();
        eventually(() -> isResolved("outage"));
        staysOpen("survivor");
        assertThat(way.person().notified("survivor")).isEqualTo(1);
        rules.ends("ErrorRateHigh", "survivor", "1");
    }

    @Test
    @ResourceLock(WAY)
    void anEndInAnOutageOfThePagerEndsThePage() throws Exception {
        fires("ErrorRateHigh", "away");
        way.pager().kill();
        rules.endsForGood("ErrorRateHigh", "away", "1");
        way.alertmanager().restart();
        way.pager().resume();
        eventually(() -> isResolved("away"));
        assertThat(way.person().notified("away")).isEqualTo(1);
    }

    @Test
    @ResourceLock(WAY)
    void anAlertThatCannotBeDeliveredIsPagedAndNotTwiceWhenItCan() throws Exception {
        way.network().cut();
        try {
            rules.fires("ErrorRateHigh", "undelivered", "1");
            eventually(() -> way.person().notified("undelivered") == 1);
        } finally {
            way.network().mend();
        }
        eventually(() -> way.pager().timeline("undelivered").contains("DUPLICATE_SUPPRESSED"));
        staysOpen("undelivered");
        assertThat(way.pager().pages("undelivered")).hasSize(1);
        assertThat(way.person().notified("undelivered")).isEqualTo(1);
        rules.ends("ErrorRateHigh", "undelivered", "1");
        eventually(() -> isResolved("undelivered"));
    }

    @Test
    @ResourceLock(WAY)
    void anAlertThatBeginsUndeliveredBeforeAnotherEndsKeepsTheirPage() throws Exception {
        fires("ErrorRateHigh", "joins");
        way.network().cut();
        try {
            rules.fires("ErrorRateHigh", "joins", "2");
            rules.ends("ErrorRateHigh", "joins", "1");
            eventually(() ->
                    page("joins").at("/detail/alerts/0/labels/pod").asString().equals("2"));
            staysOpen("joins");
        } finally {
            way.network().mend();
        }
        assertThat(way.pager().timeline("joins")).doesNotContain("RESOLVED");
        assertThat(way.pager().pages("joins")).hasSize(1);
        assertThat(way.person().notified("joins")).isEqualTo(1);
        rules.ends("ErrorRateHigh", "joins", "2");
        eventually(() -> isResolved("joins"));
    }

    @Test
    @ResourceLock(WAY)
    void anAlertThatCannotBeDeliveredJoinsThePageOfItsGroupThoughTheOthersAreSilenced() throws Exception {
        fires("ErrorRateHigh", "beside");
        way.pager().silence(page("beside"));
        way.network().cut();
        try {
            rules.fires("ErrorRateHigh", "beside", "2");
            eventually(() -> way.pager().pages("beside").stream()
                    .anyMatch(page ->
                            page.at("/detail/alerts/0/labels/pod").asString().equals("2")));
            assertThat(way.pager().pages("beside")).hasSize(1);
        } finally {
            way.network().mend();
        }
        staysOpen("beside");
        assertThat(way.pager().pages("beside")).hasSize(1);
        rules.ends("ErrorRateHigh", "beside", "1");
        rules.ends("ErrorRateHigh", "beside", "2");
        eventually(() -> isResolved("beside"));
    }

    /**
     * Alertmanager's list has no group keys, so that the page has one of the pager's own until something is delivered.
     */
    @Test
    @ResourceLock(WAY)
    void whatIsDeliveredJoinsThePageOfItsGroupThatWasMadeOfTheList() throws Exception {
        way.network().cut();
        rules.fires("ErrorRateHigh", "listed", "1");
        eventually(() -> way.pager().pages("listed").size() == 1);
        way.pager().silence(page("listed"));
        // What it tries to deliver still, it forgets.
        way.alertmanager().stop();
        way.network().mend();
        way.alertmanager().resume();
        rules.fires("ErrorRateHigh", "listed", "2");
        eventually(() -> way.pager().timeline("listed").contains("DUPLICATE_SUPPRESSED"));
        assertThat(way.pager().pages("listed")).hasSize(1);
        rules.endsForGood("ErrorRateHigh", "listed", "1");
        rules.endsForGood("ErrorRateHigh", "listed", "2");
        eventually(() -> isResolved("listed"));
    }

    /** Alertmanager repeats a failed delivery with its first content, even if the group has another key by then. */
    @Test
    void aLateDeliveryOfWhatHasEndedMakesNoPage() throws Exception {
        fires("ErrorRateHigh", "late");
        fires("ErrorRateHigh", "back");
        rules.endsForGood("ErrorRateHigh", "late", "1");
        rules.ends("ErrorRateHigh", "back", "1");
        eventually(() -> isResolved("late") && isResolved("back"));
        way.pager().deliver(page("late"), "another key");
        assertThat(way.pager().pages("late")).hasSize(1);
        assertThat(isResolved("late")).isTrue();
        // That it began later is news.
        rules.fires("ErrorRateHigh", "back", "1");
        eventually(() -> !isResolved("back"));
        rules.ends("ErrorRateHigh", "back", "1");
        eventually(() -> isResolved("back"));
    }

    /** Rules without data do not fire: what ends then, or ended shortly before, may go on. */
    @Test
    @ResourceLock(WAY)
    void anEndThatNobodyCouldSeeEndsNoPage() throws Exception {
        var blind = Chart.labels("RuleEvaluationFailing");
        fires("ErrorRateHigh", "before");
        fires("ErrorRateHigh", "meanwhile");
        rules.ends("ErrorRateHigh", "before", "1");
        eventually(() -> isResolved("before"));
        rules.fires(blind);
        eventually(() -> !isResolved("before"));
        rules.ends("ErrorRateHigh", "meanwhile", "1");
        eventually(() -> way.pager().timeline("meanwhile").contains("RESOLVE_DEFERRED"));
        staysOpen("meanwhile");
        staysOpen("before");
        rules.ends(blind);
        eventually(() -> isResolved("prometheus"));
        eventually(() -> isResolved("meanwhile") && isResolved("before"));
    }

    private void fires(String alert, String service) {
        rules.fires(alert, service, "1");
        eventually(() -> way.person().notified(service) == 1);
    }

    private void eventually(Callable<Boolean> condition) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(200)).until(condition);
    }

    private void staysOpen(String service) {
        await().during(QUIET)
                .atMost(QUIET.plus(SOON))
                .pollInterval(Duration.ofMillis(300))
                .until(() -> !isResolved(service));
    }

    private JsonNode page(String service) throws Exception {
        return way.pager().pages(service).getFirst();
    }

    private boolean isResolved(String service) throws Exception {
        var pages = way.pager().pages(service);
        return !pages.isEmpty()
                && pages.stream().allMatch(page -> page.path("state").asString().equals("RESOLVED"));
    }
}
