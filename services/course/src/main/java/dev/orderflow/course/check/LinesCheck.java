package dev.orderflow.course.check;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.local.LocalSystem;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The check of lesson 1: asks the services' log lines which of them belong to a request, and to an order. */
final class LinesCheck implements LessonCheck {

    private static final Duration LOAD = Duration.ofSeconds(20);
    private static final Duration BEFORE = Duration.ofSeconds(5);

    /** How long the last lines of an order may take: its payment and its notification come after its answer. */
    private static final Duration ARRIVAL = Duration.ofSeconds(30);

    @Override
    public List<Finding> run(LocalSystem system, long seed) throws Exception {
        var trouble = Trouble.of(seed);
        var chosen = "chosen-by-a-client-" + seed;
        var requests = new Requests(system, seed);
        requests.warmUp();
        var logs = new LogFiles(
                system.folder(), List.copyOf(Expectations.load().services().keySet()));
        List<ShopperClient.Answer> healthy;
        List<ShopperClient.Answer> failed;
        List<String> orders;
        Set<String> personal;
        try (var traffic = Traffic.start(system, seed, LOAD)) {
            TimeUnit.SECONDS.sleep(BEFORE.toSeconds());
            healthy = requests.placeAccepted(requests.some(4), Map.of("Request-Id", chosen));
            try (var _ = trouble.begin(system)) {
                failed = requests.place(requests.some(3), Map.of());
            }
            orders = traffic.finish();
            personal = new HashSet<>(traffic.emails());
        }
        personal.addAll(Requests.EMAILS);
        personal.add(ShopperClient.GOOD_CARD);
        var ids = failed.stream()
                .filter(answer -> answer.status() >= 500)
                .map(ShopperClient.Answer::requestId)
                .toList();
        var accepted = Stream.concat(
                        orders.stream(),
                        healthy.stream().map(answer -> answer.body().get("id").asString()))
                .toList();
        var answers = Stream.concat(healthy.stream(), failed.stream())
                .map(ShopperClient.Answer::requestId)
                .toList();
        return Until.green(
                ARRIVAL,
                () -> LineRules.judge(
                        new LineEvidence(logs.lines(), answers, chosen, accepted, ids, trouble.service(), personal)));
    }
}
