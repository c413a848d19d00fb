package dev.orderflow.platform.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    void whatIsAwayKeepsNothingBackAndIsGoneThroughOnceItIsBack() {
        var isBack = new AtomicBoolean();
        try (var runner = runner(
                3,
                Duration.ofSeconds(10),
                () -> {
                    first.incrementAndGet();
                    if (!isBack.get()) {
                        throw new IllegalStateException("away");
                    }
                },
                second::incrementAndGet)) {
            runner.run(new DefaultApplicationArguments());
            assertThat(first).hasValue(1);
            assertThat(second).hasValue(3);
            await().atMost(Duration.ofSeconds(20)).until(() -> first.get() == 2);
            isBack.set(true);
            await().atMost(Duration.ofSeconds(20)).until(() -> first.get() == 5);
            await().during(Duration.ofSeconds(2)).until(() -> first.get() == 5 && second.get() == 3);
        }
    }

    @Test
    void whatStaysAwayIsGivenUp() {
        try (var runner = runner(3, Duration.ofSeconds(10), Duration.ofMillis(1), () -> {
            first.incrementAndGet();
            throw new IllegalStateException("away");
        })) {
            runner.run(new DefaultApplicationArguments());
            await().atMost(Duration.ofSeconds(20)).until(() -> first.get() == 7);
            await().during(Duration.ofSeconds(1)).until(() -> first.get() == 7);
        }
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
        run(
                2,
                Duration.ofSeconds(10),
                () -> sampled.add(Span.current().getSpanContext().isSampled()));
        assertThat(sampled).containsExactly(false, false);
    }

    private static void run(int rounds, Duration limit, WarmUp... warmUps) {
        try (var runner = runner(rounds, limit, warmUps)) {
            runner.run(new DefaultApplicationArguments());
        }
    }

    private static WarmUpRunner runner(int rounds, Duration limit, WarmUp... warmUps) {
        return runner(rounds, limit, Duration.ofMillis(500), warmUps);
    }

    private static WarmUpRunner runner(int rounds, Duration limit, Duration pause, WarmUp... warmUps) {
        return new WarmUpRunner(List.of(warmUps), new WarmUpProperties(rounds, limit, pause, List.of()));
    }
}
