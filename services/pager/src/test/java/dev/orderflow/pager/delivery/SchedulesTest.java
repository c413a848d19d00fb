package dev.orderflow.pager.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.util.FileSystemUtils;

/**
 * Whatever happens, in whatever order: a page is open exactly while its alert fires, and each person is notified once
 * of each step of its escalation.
 *
 * <p>System properties: {@code pager.schedules}, how many (default 2); {@code pager.seed} of the first, the others'
 * follow (default 1); {@code pager.workers}, how many at a time, each with programs of its own (default 2);
 * {@code pager.minutes}, how long new ones are begun (default 240). Logs and databases are in
 * {@code target/pager-schedules/}.
 */
@Execution(ExecutionMode.CONCURRENT)
class SchedulesTest {

    private static final int SCHEDULES = Integer.getInteger("pager.schedules", 2);
    private static final long SEED = Long.getLong("pager.seed", 1);
    private static final int WORKERS = Integer.getInteger("pager.workers", 2);
    private static final Duration LIMIT = Duration.ofMinutes(Integer.getInteger("pager.minutes", 240));
    private static final Path FOLDER = Path.of("target", "pager-schedules").toAbsolutePath();

    /** Programs live for so many schedules: longer, and a failure's logs are long. */
    private static final int PER_WAY = 10;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final Instant begun = Instant.now();

    @Test
    void pagesAndMessagesAreAsExpected() throws Exception {
        FileSystemUtils.deleteRecursively(FOLDER);
        // Platform threads: where the thread that started a program ends, so does the program.
        try (var workers = Executors.newFixedThreadPool(Math.min(WORKERS, SCHEDULES))) {
            for (var worker : workers.invokeAll(
                    Collections.nCopies(Math.min(WORKERS, SCHEDULES), (Callable<Void>) this::worker))) {
                worker.get();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(passed).as("schedules within %d minutes", LIMIT.toMinutes()).hasValue(SCHEDULES);
    }

    private @Nullable Void worker() throws Exception {
        var number = next.getAndIncrement();
        while (isWanted(number)) {
            var folder = Files.createDirectories(FOLDER.resolve("from-" + (SEED + number)));
            try (var way = ScheduleRun.way(folder)) {
                for (var left = PER_WAY; left > 0 && isWanted(number); left--) {
                    var isAsExpected = run(way, number);
                    number = next.getAndIncrement();
                    if (!isAsExpected) {
                        break; // what one has left behind is not the next one's
                    }
                }
            }
        }
        return null;
    }

    private boolean isWanted(int number) {
        return number < SCHEDULES && Duration.between(begun, Instant.now()).compareTo(LIMIT) < 0;
    }

    private boolean run(Way way, int number) throws Exception {
        var seed = SEED + number;
        var started = Instant.now();
        var result = "";
        try {
            result = new ScheduleRun(way, Schedule.of(seed)).run();
            passed.incrementAndGet();
            return true;
        } catch (AssertionError | RuntimeException e) {
            failures.add("seed %d: %s".formatted(seed, e));
            result = "FAILED " + e;
            return false;
        } finally {
            System.out.printf(
                    "schedule %d of %d, seed %d, %d s: %s%n",
                    number + 1,
                    SCHEDULES,
                    seed,
                    Duration.between(started, Instant.now()).toSeconds(),
                    result);
        }
    }
}
