package dev.orderflow.course.check;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.local.LocalSystem;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The check of lesson 2: asks the spans of the services which hop of a request took its time. */
final class OneTraceCheck implements LessonCheck {

    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration BEFORE = Duration.ofSeconds(3);
    private static final int ORDERS = 20;

    /** Spans leave a service every five seconds. */
    private static final Duration ARRIVAL = Duration.ofSeconds(30);

    @Override
    public List<Finding> run(LocalSystem system, long seed) throws Exception {
        var trouble = Trouble.of(seed);
        var requests = new Requests(system, seed);
        requests.warmUp();
        var logs = new LogFiles(
                system.folder(), List.copyOf(Expectations.load().services().keySet()));
        List<ShopperClient.Answer> quick;
        var slow = new ArrayList<ShopperClient.Answer>();
        try (var traffic = Traffic.start(system, seed, LOAD)) {
            TimeUnit.SECONDS.sleep(BEFORE.toSeconds());
            quick = requests.placeAccepted(ORDERS + requests.some(0), Map.of());
            for (var left = requests.some(2); left > 0; left--) {
                slow.addAll(trouble.during(system, () -> requests.place(1, Map.of())));
            }
            traffic.finish();
        }
        var answers = Stream.concat(quick.stream(), slow.stream()).toList();
        var withRequestId =
                answers.stream().filter(answer -> !answer.requestId().isEmpty()).count();
        var findings = Until.green(
                ARRIVAL,
                () -> TraceRules.judge(new TraceEvidence(
                        answers.stream().map(answer -> trace(system, answer)).toList(),
                        slow.stream().map(answer -> trace(system, answer)).toList(),
                        trouble.service(),
                        withRequestId,
                        logs.lines())));
        System.out.printf("a slow order: %s%n", trace(system, slow.getFirst()).tree());
        return findings;
    }

    private static Trace trace(LocalSystem system, ShopperClient.Answer answer) {
        return system.receiver().trace(answer.traceId());
    }
}
