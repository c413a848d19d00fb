package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.platform.limit.RateLimits;
import dev.orderflow.testkit.TestClock;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private final TestClock clock = new TestClock();

    @Test
    void aBurstIsLetThroughAndThenTheRate() {
        var limits = requests("rate-limit.per-second", "10", "rate-limit.burst", "20");
        assertThat(allowed(limits, "alice", 50)).isEqualTo(20);
        assertThat(limits.refused("alice")).contains(Duration.ofMillis(100));
        clock.advance(Duration.ofMillis(99));
        assertThat(allowed(limits, "alice", 50)).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(10);
    }

    @Test
    void eachClientHasItsOwn() {
        var limits = requests("rate-limit.burst", "5");
        assertThat(allowed(limits, "alice", 50)).isEqualTo(5);
        assertThat(allowed(limits, "bob", 50)).isEqualTo(5);
    }

    @Test
    void aTokenThatIsGivenBackCanBeTakenAgain() {
        var limits = requests("rate-limit.burst", "1");
        assertThat(limits.refused("alice")).isEmpty();
        limits.giveBack("alice");
        assertThat(limits.refused("alice")).isEmpty();
        assertThat(limits.refused("alice")).isPresent();
    }

    @Test
    void aClientIsNotForgottenBeforeItsBucketIsFullAgain() {
        var limits = RateLimitConfiguration.failedLogins(TestProperties.with().rateLimit(), new Meter(clock));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(10);
        clock.advance(Duration.ofSeconds(59));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(9);
        clock.advance(Duration.ofHours(1));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(10);
    }

    private RateLimits requests(String... properties) {
        return RateLimitConfiguration.requests(TestProperties.with(properties).rateLimit(), new Meter(clock));
    }

    private static int allowed(RateLimits limits, String client, int tries) {
        var allowed = 0;
        for (var i = 0; i < tries; i++) {
            allowed += limits.refused(client).isEmpty() ? 1 : 0;
        }
        return allowed;
    }

    /** Bucket4j's time, by a clock that a test moves. */
    record Meter(TestClock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
