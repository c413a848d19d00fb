package dev.orderflow.platform.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

class WarmUpRunnerTest {

    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();

    @Test
    void everyPartIsGoneThroughInEveryRound() {
        run(3, Duration.ofSeconds(10), first::incrementAndGet, second::incrementAndGet);
        assertThat(first).hasValue(3);
        assertThat(second).hasValue(3);
    }

    @Test
    void whatFailsIsNotCalledAgainAndKeepsNothingBack() {
        run(3, Duration.ofSeconds(10), () -> {
            first.incrementAndGet();
            throw new IllegalStateException("away");
        }, second::incrementAndGet);
        assertThat(first).hasValue(1);
        assertThat(second).hasValue(3);
    }

    @Test
    void nothingBeginsAfterTheLimit() {
        run(3, Duration.ofMillis(20), () -> Thread.sleep(30), first::incrementAndGet);
        assertThat(first).hasValue(0);
    }

    @Test
    void aServiceMayTakeTrafficCold() {
        run(0, Duration.ofSeconds(10), first::incrementAndGet);
        assertThat(first).hasValue(0);
    }

    @Test
    void noneOfItIsInATrace() {
        var sampled = new ArrayList<Boolean>();
        run(2, Duration.ofSeconds(10), () -> sampled.add(Span.current().getSpanContext().isSampled()));
        assertThat(sampled).containsExactly(false, false);
    }

    private static void run(int rounds, Duration limit, WarmUp... warmUps) {
        new WarmUpRunner(List.of(warmUps), new WarmUpProperties(rounds, limit, List.of())).run(new DefaultApplicationArguments());
    }
}
