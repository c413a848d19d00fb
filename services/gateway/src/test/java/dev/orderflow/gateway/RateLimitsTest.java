package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.platform.limit.RateLimits;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private final HandClock clock = new HandClock();

    @Test
    void aBurstIsLetThroughAndThenTheRate() {
        var limits = requests("rate-limit.per-second", "10", "rate-limit.burst", "20");
        assertThat(allowed(limits, "alice", 50)).isEqualTo(20);
        assertThat(limits.refused("alice")).contains(Duration.ofMillis(100));
        clock.pass(Duration.ofMillis(99));
        assertThat(allowed(limits, "alice", 50)).isZero();
        clock.pass(Duration.ofMillis(1));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
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
        var limits = RateLimitConfiguration.failedLogins(TestProperties.with().rateLimit(), clock);
        assertThat(allowed(limits, "alice", 50)).isEqualTo(10);
        clock.pass(Duration.ofSeconds(59));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(9);
        clock.pass(Duration.ofHours(1));
        assertThat(allowed(limits, "alice", 50)).isEqualTo(10);
    }

    private RateLimits requests(String... properties) {
        return RateLimitConfiguration.requests(TestProperties.with(properties).rateLimit(), clock);
    }

    private static int allowed(RateLimits limits, String client, int tries) {
        var allowed = 0;
        for (var i = 0; i < tries; i++) {
            allowed += limits.refused(client).isEmpty() ? 1 : 0;
        }
        return allowed;
    }

    static final class HandClock implements TimeMeter {

        private volatile long nanos = 1;

        void pass(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
