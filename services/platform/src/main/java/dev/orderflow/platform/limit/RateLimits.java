package dev.orderflow.platform.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/** Token buckets, one for each client seen lately; a bucket that is full again is removed. */
public final class RateLimits {

    private final Bandwidth limit;
    private final TimeMeter clock;
    private final Cache<String, Bucket> buckets;

    /**
     * Each client has so many tokens, which come back evenly.
     *
     * @param burst tokens at most
     * @param refill tokens that come back in a period
     * @param clients that are remembered; beyond them those that asked least are forgotten
     */
    public RateLimits(int burst, int refill, Duration period, int clients, TimeMeter clock) {
        this.limit =
                Bandwidth.builder().capacity(burst).refillGreedy(refill, period).build();
        this.clock = clock;
        var toFillUp = Duration.ofNanos(Math.multiplyExact(
                Math.ceilDiv(limit.getCapacity(), limit.getRefillTokens()), limit.getRefillPeriodNanos()));
        this.buckets = Caffeine.newBuilder()
                .maximumSize(clients)
                .expireAfterAccess(toFillUp)
                .ticker(clock::currentTimeNanos)
                .build();
    }

    /** Takes one token of the client's; where it has none: how long until the next. */
    public Optional<Duration> refused(String client) {
        var probe = bucket(client).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** How long until the client has a token, which stays; empty where it has one now. */
    public Optional<Duration> wait(String client) {
        var probe = bucket(client).estimateAbilityToConsume(1);
        return probe.canBeConsumed()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Gives back a token that was taken for nothing. */
    public void giveBack(String client) {
        bucket(client).addTokens(1);
    }

    /** How many clients are remembered, once those are gone that are due to go. */
    public long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket bucket(String client) {
        return buckets.get(
                client,
                key -> Bucket.builder()
                        .addLimit(limit)
                        .withCustomTimePrecision(clock)
                        .build());
    }
}
