package dev.orderflow.course.check;

import dev.orderflow.drill.telemetry.Expectations;
import dev.orderflow.local.LocalSystem;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The night of lesson 0: one service is slow for a while, no request fails, and no line says why. */
public final class DarkNight {

    private static final Duration LOAD = Duration.ofSeconds(25);

    private static final Duration FREE = Duration.ofMillis(400);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private DarkNight() {}

    /** Returns the service that is slow in the night of a seed. */
    public static String slow(long seed) {
        return Trouble.of(seed).service();
    }

    /** Returns the services that an answer can name. */
    public static Set<String> services() {
        return new TreeSet<>(Expectations.load().services().keySet());
    }

    /** Has shoppers order while locks are taken and given back, and returns what one of them reports. */
    public static String run(LocalSystem system, long seed) throws Exception {
        var requests = new Requests(system, seed);
        requests.warmUp();
        var usual = timed(requests);
        var over = new AtomicBoolean();
        try (var traffic = Traffic.start(system, seed, LOAD)) {
            TimeUnit.SECONDS.sleep(5);
            var locks = Thread.ofVirtual().start(() -> hold(system, Trouble.of(seed), over));
            TimeUnit.SECONDS.sleep(2);
            var at = Instant.now();
            var slow = usual;
            for (var i = 0; i < 6 && slow.compareTo(usual.plus(Trouble.SHORT.dividedBy(2))) < 0; i++) {
                at = Instant.now();
                slow = timed(requests);
            }
            TimeUnit.SECONDS.sleep(5);
            over.set(true);
            locks.join();
            traffic.finish();
            return "A shopper reports: my order of %s took %.1f s; before that one took %.1f s. Nothing failed."
                    .formatted(TIME.format(at), slow.toMillis() / 1e3, usual.toMillis() / 1e3);
        }
    }

    private static Duration timed(Requests requests) throws InterruptedException {
        var begun = System.nanoTime();
        requests.place(1, Map.of());
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static void hold(LocalSystem system, Trouble trouble, AtomicBoolean over) {
        while (!over.get()) {
            try (var _ = trouble.begin(system)) {
                TimeUnit.NANOSECONDS.sleep(Trouble.SHORT.toNanos());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                return;
            }
            try {
                TimeUnit.NANOSECONDS.sleep(FREE.toNanos());
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
