package dev.orderflow.pager;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long something took, each time. */
public final class Latencies {

    private final Histogram micros = new ConcurrentHistogram(3);

    /** Does it, and notes how long that took. */
    public <T> T time(Callable<T> work) throws Exception {
        var begin = System.nanoTime();
        var result = work.call();
        micros.recordValue((System.nanoTime() - begin) / 1000);
        return result;
    }

    public long count() {
        return micros.getTotalCount();
    }

    /** In milliseconds. */
    public double percentile(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1000.0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d times, p50 %.1f ms, p99 %.1f ms, at most %.1f ms",
                count(),
                percentile(50),
                percentile(99),
                percentile(100));
    }
}
