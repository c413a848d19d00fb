package dev.orderflow.pager.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orderflow.pager.PagerProperties;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How often a password may be guessed: by name, whoever guesses, and by address, whichever name is guessed. A login takes a
 * token of each before it is tried, so that guesses made at once count too, and has them back unless it fails.
 */
@Component
class LoginLimits {

    /** A name comes from outside, and is kept. */
    private static final int LONGEST_NAME = 64;

    private final Buckets names;
    private final Buckets addresses;

    LoginLimits(PagerProperties properties, Clock clock) {
        var login = properties.login();
        names = new Buckets(login.failuresByName(), login, clock);
        addresses = new Buckets(login.failuresByAddress(), login, clock);
    }

    /** Takes a token of each; where one has none: how long until it has. */
    Optional<Duration> refused(String name, String address) {
        var byAddress = addresses.take(address);
        if (byAddress.isPresent()) {
            return byAddress;
        }
        var byName = names.take(key(name));
        byName.ifPresent(_ -> addresses.giveBack(address)); // it is not tried
        return byName;
    }

    /** It was no guess. */
    void giveBack(String name, String address) {
        names.giveBack(key(name));
        addresses.giveBack(address);
    }

    /** How many names and addresses are remembered. */
    long size() {
        return names.size() + addresses.size();
    }

    private static String key(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > LONGEST_NAME ? lower.substring(0, LONGEST_NAME) : lower;
    }

    /** One that is full again is forgotten, and beyond so many those that were least asked for. */
    private static final class Buckets {

        private final Bandwidth limit;
        private final TimeMeter clock;
        private final Cache<String, Bucket> buckets;

        Buckets(int failures, PagerProperties.Login login, Clock clock) {
            this.limit = Bandwidth.builder().capacity(failures).refillGreedy(failures, login.per()).build();
            this.clock = new Meter(clock);
            this.buckets = Caffeine.newBuilder()
                    .maximumSize(login.remembered())
                    .expireAfterAccess(login.per())
                    .ticker(this.clock::currentTimeNanos)
                    .executor(Runnable::run) // what is too much is gone at once
                    .build();
        }

        Optional<Duration> take(String key) {
            var probe = bucket(key).tryConsumeAndReturnRemaining(1);
            return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }

        void giveBack(String key) {
            bucket(key).addTokens(1);
        }

        long size() {
            return buckets.estimatedSize();
        }

        private Bucket bucket(String key) {
            return buckets.get(key, _ -> Bucket.builder().addLimit(limit).withCustomTimePrecision(clock).build());
        }
    }

    private record Meter(Clock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return Math.multiplyExact(clock.millis(), 1_000_000L);
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
