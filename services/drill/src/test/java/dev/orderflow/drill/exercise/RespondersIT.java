package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.cluster.PagerClient.Verdict;
import dev.orderflow.drill.exercise.Responder.Briefing;
import dev.orderflow.drill.incident.IncidentFile;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.RecordedSystem;
import dev.orderflow.walk.cause.Cause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the responders that are programs against a running pager and recorded stores, and scores their verdicts. */
class RespondersIT {

    private static final String API = "api-token-of-the-drills-tests";
    private static final String INTAKE = "intake-token-of-the-drills-tests";
    private static final String SUMMARY = "5XX error rate crossed threshold";
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Cause EXHAUSTED = Cause.of("postgresql", "connections-exhausted");

    @TempDir
    private static Path folder;

    private static int port;
    private static Child process;
    private static PagerClient pager;

    @BeforeAll
    static void start() throws IOException {
        port = Ports.free();
        var target = Path.of("../../services/pager/target").toAbsolutePath().normalize();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classpath = target.resolve("classes") + ":"
                + Files.readString(target.resolve("classpath.txt")).strip();
        var environment = new HashMap<String, String>(Map.of(
                "SERVER_PORT",
                Integer.toString(port),
                "ORDERFLOW_PAGER_DATABASE",
                folder.resolve("pager.db").toString(),
                "ORDERFLOW_PAGER_INTAKE_TOKEN",
                INTAKE,
                "ORDERFLOW_PAGER_APITOKENS_RESPONDER",
                API,
                "ORDERFLOW_ONCALL_PEOPLE_ALICE_PASSWORD",
                "{noop}unused",
                "ORDERFLOW_ONCALL_SCHEDULES_PRIMARY_ROTATION_0",
                "alice",
                "ORDERFLOW_ONCALL_ESCALATION_STEPS_0_SCHEDULES_0",
                "primary"));
        process = Child.start(
                        "pager",
                        folder,
                        environment,
                        List.of(
                                java,
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classpath,
                                "dev.orderflow.pager.Pager"))
                .await(Duration.ofMinutes(3), () -> Ports.answers(port));
        pager = new PagerClient(URI.create("http://127.0.0.1:" + port), API);
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    @Test
    void theScriptedOneFindsWhatTheStoresShow() throws Exception {
        var began = now();
        page("firing", SUMMARY);
        try (var system = new RecordedSystem("starved-pod")) {
            new ScriptedResponder(pager, RecordedStores.of(system), Clock.systemUTC(), PAUSE).respond(during());
            var timeline = timelineSince(began);
            assertThat(timeline.acknowledged()).isBetween(timeline.paged(), now());
            assertThat(timeline.verdict())
                    .extracting(Verdict::cause, Verdict::traceId, Verdict::who)
                    .containsExactly(EXHAUSTED, system.traceId(), "responder");
            // The recorded incident was at another time than this test.
            var trace = new TraceCheck(RecordedStores.of(system), Clock.systemUTC())
                    .check(system.traceId(), EXHAUSTED, system.began(), system.began());
            assertThat(scored(EXHAUSTED, timeline, trace.shown())).isEqualTo(90);
        }
        page("resolved", SUMMARY);
    }

    @Test
    void aFullPoolIsToTheScriptedOneASymptomThatItStatesOnlyWhereItFindsNothingElse() throws Exception {
        var began = now();
        page("firing", SUMMARY);
        try (var system = new RecordedSystem("full-pool")) {
            var closing = new Briefing(Instant.now().plus(LONG), Instant.now().plusSeconds(50));
            new ScriptedResponder(pager, RecordedStores.of(system), Clock.systemUTC(), PAUSE).respond(closing);
            assertThat(timelineSince(began).verdict())
                    .extracting(Verdict::cause)
                    .isEqualTo(Cause.of("inventory", "connections-exhausted"));
        }
        page("resolved", SUMMARY);
    }

    @Test
    void theScriptedOneStatesNoIncidentWhereNobodyIsPaged() throws Exception {
        var began = now();
        try (var system = new RecordedSystem("healthy-order")) {
            new ScriptedResponder(pager, RecordedStores.of(system), Clock.systemUTC(), PAUSE)
                    .respond(longAfterTheBox());
        }
        assertThat(scored(Cause.NO_INCIDENT, timelineSince(began), false)).isEqualTo(100);
        assertThat(scored(EXHAUSTED, timelineSince(began), false)).isZero();
    }

    @Test
    void theConstantOneStatesTheSameWhateverItIs() throws Exception {
        var began = now();
        page("firing", SUMMARY);
        new ConstantResponder(pager, Clock.systemUTC(), PAUSE).respond(during());
        assertThat(scored(EXHAUSTED, timelineSince(began), false)).as("by luck").isEqualTo(40);
        assertThat(scored(Cause.of("postgresql", "lock-contention"), timelineSince(began), false))
                .isEqualTo(20);
        page("resolved", SUMMARY);
        var quiet = now();
        new ConstantResponder(pager, Clock.systemUTC(), PAUSE).respond(longAfterTheBox());
        assertThat(scored(Cause.NO_INCIDENT, timelineSince(quiet), false)).isZero();
    }

    @Test
    void onceItIsClosedNothingIsStated() throws Exception {
        var began = now();
        try (var system = new RecordedSystem("starved-pod")) {
            new ScriptedResponder(pager, RecordedStores.of(system), Clock.systemUTC(), PAUSE)
                    .respond(new Briefing(Instant.EPOCH, Instant.now()));
        }
        assertThat(timelineSince(began).verdict()).isNull();
    }

    /** But for what responders say themselves. */
    @Test
    void whatThePagerShowsIsSearched() throws Exception {
        pager.state(
                pager.open().stream().map(PagerClient.Page::number).findFirst().orElse(null), EXHAUSTED, "");
        var leaks = new Leaks(IncidentFile.all(Path.of("../../k8s/incidents")), 0);
        var found = new ArrayList<Leaks.Leak>();
        var address = pager.address();
        var cluster = new Cluster(
                new Kubectl(),
                address,
                address,
                new PrometheusReader(address),
                Backend.JAEGER.traces(address),
                Backend.VICTORIALOGS.logs(address));
        var view = new ResponderView(cluster, pager);
        view.pager((where, text) -> found.addAll(leaks.in(where, text)));
        assertThat(found).isEmpty();
        page("firing", "the error rate of scale-47");
        view.pager((where, text) -> found.addAll(leaks.in(where, text)));
        assertThat(found)
                .isNotEmpty()
                .allSatisfy(leak -> assertThat(leak.what()).isEqualTo("the id scale-47"));
        page("firing", SUMMARY);
        page("resolved", SUMMARY);
    }

    private static Briefing during() {
        return new Briefing(Instant.now().plus(LONG), Instant.now().plus(LONG));
    }

    private static Briefing longAfterTheBox() {
        return new Briefing(Instant.now().minus(LONG), Instant.now().plus(LONG));
    }

    private static DrillTimeline timelineSince(Instant began) {
        var entries = pager.since(Instant.EPOCH).stream()
                .flatMap(page -> pager.timeline(page.number()).stream())
                .toList();
        return DrillTimeline.of(entries, pager.verdicts(), began, Instant.now(), "");
    }

    private static int scored(Cause truth, DrillTimeline timeline, boolean shown) {
        var acknowledged = timeline.acknowledged();
        var paged = timeline.paged();
        var verdict = timeline.verdict();
        return Score.of(new Score.Response(
                        truth,
                        verdict == null ? null : verdict.cause(),
                        shown,
                        acknowledged == null || paged == null ? null : Duration.between(paged, acknowledged),
                        Duration.ZERO,
                        false,
                        timeline.acted(),
                        false))
                .points();
    }

    /** Returns the time in milliseconds, the precision of the pager. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Sends an alert to the pager, as Alertmanager does. */
    private static void page(String status, String summary) throws IOException, InterruptedException {
        var ends = status.equals("firing")
                ? "0001-01-01T00:00:00Z"
                : Instant.now().plusSeconds(60).toString();
        var body = """
                {"version":"4","groupKey":"drill","status":"%s","groupLabels":{"alertname":"ErrorRateHigh"},
                 "commonLabels":{"alertname":"ErrorRateHigh","severity":"page","service":"gateway"},
                 "commonAnnotations":{"summary":"%s"},
                 "alerts":[{"status":"%s","labels":{"alertname":"ErrorRateHigh"},"annotations":{},
                  "startsAt":"%s","endsAt":"%s","fingerprint":"1"}]}""".formatted(status, summary, status, Instant.now(), ends);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/alertmanager"))
                .header("Authorization", "Bearer " + INTAKE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }
}
