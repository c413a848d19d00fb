package dev.orderflow.course.check;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.local.LocalSystem;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The check of lesson 3: asks the spans what became of an order after its answer, also where a consumer was killed
 * meanwhile.
 */
final class QueueCheck implements LessonCheck {

    private static final Duration LOAD = Duration.ofSeconds(20);

    /**
     * A consumer that was killed still has its partitions for a while; then its records come, and spans leave every 5
     * s.
     */
    private static final Duration ARRIVAL = Duration.ofSeconds(60);

    private static final List<String> CONSUMERS = List.of("payment", "notification");
    private static final String POLL = "from outbox where published_at is null";

    @Override
    public List<Finding> run(LocalSystem system, long seed) throws Exception {
        var away = CONSUMERS.get(new Random(seed).nextInt(CONSUMERS.size()));
        var requests = new Requests(system, seed);
        requests.warmUp();
        var logs = new LogFiles(
                system.folder(), List.copyOf(Expectations.load().services().keySet()));
        var answers = new ArrayList<ShopperClient.Answer>();
        var waiting = new ArrayList<ShopperClient.Answer>();
        Instant back;
        try (var traffic = Traffic.start(system, seed, LOAD)) {
            TimeUnit.SECONDS.sleep(3);
            answers.addAll(requests.placeAccepted(requests.some(5), Map.of()));
            // Several in one moment: the relay sends them as a batch.
            for (var bursts = 0; bursts < 3; bursts++) {
                answers.addAll(accepted(requests.place(5, Map.of())));
            }
            system.kill(away);
            waiting.addAll(requests.placeAccepted(requests.some(3), Map.of()));
            back = Instant.now();
            system.restart(away);
            traffic.finish();
        }
        answers.addAll(waiting);
        var findings = Until.green(
                ARRIVAL,
                () -> QueueRules.judge(new QueueEvidence(
                        answers.stream().map(answer -> trace(system, answer)).toList(),
                        waiting.stream().map(answer -> trace(system, answer)).toList(),
                        away,
                        back,
                        polls(system),
                        logs.lines())));
        System.out.printf(
                "an order that waited for %s: %s%n",
                away, trace(system, waiting.getFirst()).tree());
        return findings;
    }

    private static List<ShopperClient.Answer> accepted(List<ShopperClient.Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 201).toList();
    }

    private static Trace trace(LocalSystem system, ShopperClient.Answer answer) {
        return system.receiver().trace(answer.traceId());
    }

    private static long polls(LocalSystem system) {
        return system.receiver().spans().stream()
                .filter(span -> span.parentId().isEmpty() && span.sql().contains(POLL))
                .count();
    }
}
