package dev.orderflow.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;

/** A bucket of tokens for each client that was heard of lately; one that is full again is forgotten. */
final class RateLimits {

    private final Bandwidth limit;
    private final TimeMeter clock;
    private final Cache<String, Bucket> buckets;

    private RateLimits(Bandwidth limit, int clients, TimeMeter clock) {
        this.limit = limit;
        this.clock = clock;
        var toFillUp = Duration.ofNanos(Math.multiplyExact(
                Math.ceilDiv(limit.getCapacity(), limit.getRefillTokens()), limit.getRefillPeriodNanos()));
        this.buckets = Caffeine.newBuilder()
                .maximumSize(clients)
                .expireAfterAccess(toFillUp)
                .ticker(clock::currentTimeNanos)
                .build();
    }

    /** What each client may ask for. */
    static RateLimits ofRequests(GatewayProperties.RateLimit limit, TimeMeter clock) {
        var bandwidth = Bandwidth.builder()
                .capacity(limit.burst())
                .refillGreedy(limit.perSecond(), Duration.ofSeconds(1))
                .build();
        return new RateLimits(bandwidth, limit.clients(), clock);
    }

    /** How often a password may be guessed. */
    static RateLimits ofFailedLogins(GatewayProperties.RateLimit limit, TimeMeter clock) {
        var bandwidth = Bandwidth.builder()
                .capacity(limit.failedLogins())
                .refillGreedy(limit.failedLogins(), limit.failedLoginsPer())
                .build();
        return new RateLimits(bandwidth, limit.clients(), clock);
    }

    /** Takes one token of the client's; where it has none: how long until the next. */
    Optional<Duration> refused(String client) {
        var probe = bucket(client).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    /** Gives back a token that was taken for nothing. */
    void giveBack(String client) {
        bucket(client).addTokens(1);
    }

    private Bucket bucket(String client) {
        return buckets.get(
                client, key -> Bucket.builder().addLimit(limit).withCustomTimePrecision(clock).build());
    }
}
