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

/** The night of lesson 0: one service is slow for a while, and no line says which. */
public final class DarkNight {

    private static final Duration LOAD = Duration.ofSeconds(25);

    /** Long enough that what has waited is done: requests are slow, and none fails. */
    private static final Duration FREE = Duration.ofSeconds(2);

    /** Of orders that are placed until one is slow: a lock is held more than once meanwhile. */
    private static final int TRIES = 40;

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
            var at = Instant.now();
            var slow = Duration.ZERO;
            for (var tries = 0; tries < TRIES && slow.compareTo(usual.plus(Trouble.SHORT.dividedBy(2))) < 0; tries++) {
                TimeUnit.MILLISECONDS.sleep(200);
                at = Instant.now();
                slow = timed(requests);
            }
            TimeUnit.SECONDS.sleep(5);
            over.set(true);
            locks.join();
            traffic.finish();
            return "A shopper reports: my order of %s took %.1f s; before that one took %.1f s. It came through."
                    .formatted(TIME.format(at), slow.toMillis() / 1e3, usual.toMillis() / 1e3);
        }
    }

    /** Places an order, and returns how long it took; zero if it was refused. */
    private static Duration timed(Requests requests) throws InterruptedException {
        var begun = System.nanoTime();
        var answer = requests.place(1, Map.of()).getFirst();
        return answer.status() == 201 ? Duration.ofNanos(System.nanoTime() - begun) : Duration.ZERO;
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
