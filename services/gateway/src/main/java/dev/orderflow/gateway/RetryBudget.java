package dev.orderflow.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps retries to a share of the requests, so that a service that is down is not asked twice as often: each request
 * saves that share of a retry, each retry spends a whole one, and no more than a burst is ever saved.
 */
final class RetryBudget {

    private static final int RETRY = 100;

    private final int percent;
    private final int most;
    private final AtomicInteger saved;

    RetryBudget(GatewayProperties.Retry retry) {
        percent = retry.percent();
        most = percent == 0 ? 0 : retry.burst() * RETRY;
        saved = new AtomicInteger(most);
    }

    void request() {
        saved.updateAndGet(now -> Math.min(most, now + percent));
    }

    /** Whether there may be a retry; then it is spent. */
    boolean retry() {
        return saved.getAndUpdate(now -> now >= RETRY ? now - RETRY : now) >= RETRY;
    }
}
