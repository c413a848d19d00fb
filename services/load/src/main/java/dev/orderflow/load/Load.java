package dev.orderflow.load;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Runs one load of an open model: shoppers arrive at seeded times, whether or not earlier ones have their answers. A
 * closed model would wait for answers, and so hide the slow moments. Latency counts from the intended arrival.
 *
 * <p>Gatling is not used: its injector spaces arrivals evenly, or at random without a seed; it measures from the actual
 * start; and its chart library has a license that this project cannot ship.
 */
public final class Load implements AutoCloseable {

    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Duration ARRIVING = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int FAILURES_KEPT = 20;

    private final LoadOptions options;
    private final PrintStream progress;
    private final String run = UUID.randomUUID().toString().substring(0, 13);
    private final GatewayClient gateway;
    private final Measurements measurements = new Measurements();
    private final OrderBook book = new OrderBook(run);
    private final List<Shopper> shoppers;
    private final Journeys journeys;
    private final Semaphore slots;
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final long createdAt = System.nanoTime();
    private volatile boolean stopping;
    private volatile boolean running;

    /** @param progress where a line is printed every 10 s */
    public Load(LoadOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
        gateway = new GatewayClient(options.gateway(), options.timeout());
        var logins = new Pacer(options.loginRate());
        var emails = SeededShoppers.emails(options.shoppers());
        shoppers = IntStream.range(0, emails.size())
                .mapToObj(i ->
                        new Shopper(emails.get(i), options.password(), Client.of(i), gateway, logins, measurements))
                .toList();
        journeys = new Journeys(shoppers, book, measurements, options.retry());
        slots = new Semaphore(options.concurrency());
    }

    /**
     * Logs all shoppers in.
     *
     * @throws LoadException if the load cannot begin: no gateway, a wrong password, or a missing product; or if it is
     *     stopped before all are logged in
     */
    public void logIn() throws InterruptedException, LoadException {
        say("run " + run + ": " + shoppers.size() + " shoppers log in, " + options.loginRate() + " a second");
        var expected = options.rate() * options.duration().toSeconds();
        if (expected > options.count()) {
            say("about %.0f would arrive in %d s; --count %d ends the load before"
                    .formatted(expected, options.duration().toSeconds(), options.count()));
        }
        for (var shopper : shoppers) {
            arrive(shopper);
        }
        requireProducts();
    }

    /** Runs from the first arrival to the end of the last order. Shoppers must be logged in. */
    public LoadReport run() throws InterruptedException {
        running = true;
        var began = Instant.now();
        Ending ending;
        long unread;
        try (var reporter = Executors.newSingleThreadScheduledExecutor()) {
            var every = PROGRESS.toSeconds();
            reporter.scheduleAtFixedRate(this::reportProgress, every, every, TimeUnit.SECONDS);
            ending = arrivals();
            say((ending.early().isEmpty() ? "the last has arrived" : ending.early()) + "; " + underWay()
                    + " are under way");
            finish();
            unread = follow();
            reporter.shutdownNow();
        }
        return new LoadReport(
                run,
                options.gateway().toString(),
                options.seed(),
                options.rate(),
                ending.seconds(),
                ending.early(),
                options.mix().toString(),
                shoppers.size(),
                began,
                Instant.now(),
                arrived.get(),
                dropped.get(),
                measurements.journeys(),
                measurements.endpoints(),
                measurements.failuresBySecond(),
                book.countAccepted(),
                book.countRefused(),
                book.unknown(),
                open().size() + unread,
                List.copyOf(failures));
    }

    /**
     * Stops the logins and the arrivals. Journeys in progress go on, and the report follows.
     *
     * @return whether a report follows; without it the load has not begun, and will not
     */
    public boolean stop() {
        stopping = true;
        return running;
    }

    /** Returns every order that was sent. */
    List<PlacedOrder> orders() {
        return book.all();
    }

    /** Returns the id of every order that was accepted. */
    public List<String> acceptedOrders() {
        return book.all().stream()
                .filter(PlacedOrder::isAccepted)
                .map(PlacedOrder::id)
                .toList();
    }

    /** Returns the e-mail address of every shopper. */
    public List<String> emails() {
        return shoppers.stream().map(Shopper::email).toList();
    }

    List<UUID> shopperIds() {
        return shoppers.stream().map(Shopper::id).toList();
    }

    long arrived() {
        return arrived.get();
    }

    long dropped() {
        return dropped.get();
    }

    private void arrive(Shopper shopper) throws InterruptedException, LoadException {
        var until = System.nanoTime() + ARRIVING.toNanos();
        while (true) {
            requireGoingOn();
            var answer = shopper.arrive();
            if (answer.status() == 200) {
                return;
            }
            if (answer.code().endsWith("INVALID_CREDENTIALS")) {
                throw new LoadException(
                        ("%s cannot log in: ORDERFLOW_LOAD_PASSWORD is not the seed's, or the seed has fewer than "
                                        + "%d shoppers")
                                .formatted(shopper.email(), shoppers.size()));
            }
            if (!answer.leavesOpen() || System.nanoTime() > until) {
                throw new LoadException("%s cannot log in at %s: %s; is the system up? make cluster-status"
                        .formatted(shopper.email(), options.gateway(), answer.outcome()));
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        }
    }

    private void requireGoingOn() throws LoadException {
        if (stopping) {
            throw new LoadException("the load was stopped while its shoppers logged in; no order was placed");
        }
    }

    private void requireProducts() throws InterruptedException, LoadException {
        var last = Arrivals.sku(options.products());
        var answer = gateway.get("/api/products/" + last, Client.LOAD, null);
        if (answer.status() != 200) {
            throw new LoadException(
                    "there is no " + last + " (" + answer.outcome() + "): give --products as the seed has them");
        }
    }

    /**
     * The end of the arrivals.
     *
     * @param seconds for which shoppers could arrive
     * @param early why not for the whole duration; empty if for all of it
     */
    private record Ending(long seconds, String early) {}

    private Ending arrivals() throws InterruptedException {
        var arrivals = new Arrivals(
                options.seed(),
                options.rate(),
                options.mix(),
                options.declining(),
                options.shoppers(),
                options.products());
        var begin = System.nanoTime();
        for (var arrival = arrivals.next();
                arrival.atNanos() < options.duration().toNanos();
                arrival = arrivals.next()) {
            if (arrival.number() >= options.count()) {
                return early("--count " + options.count() + " ended the arrivals", begin);
            }
            var intended = begin + arrival.atNanos();
            awaitTime(intended);
            if (stopping) {
                return early("the load was stopped", begin);
            }
            arrived.incrementAndGet();
            if (slots.tryAcquire()) {
                begin(arrival, intended);
            } else {
                dropped.incrementAndGet();
            }
        }
        return new Ending(options.duration().toSeconds(), "");
    }

    private Ending early(String why, long begin) {
        var seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        return new Ending(
                seconds, why + " after " + seconds + " of " + options.duration().toSeconds() + " s");
    }

    private void awaitTime(long nanoTime) throws InterruptedException {
        for (var left = nanoTime - System.nanoTime(); left > 0 && !stopping; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK_AGAIN.toNanos()));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void begin(Arrival arrival, long intended) {
        Thread.startVirtualThread(() -> {
            try {
                journeys.run(arrival, intended);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (failures.size() < FAILURES_KEPT) {
                    failures.add(arrival.action() + " " + arrival.number() + ": " + e);
                }
            } finally {
                slots.release();
            }
        });
    }

    /** Waits for the journeys in progress, which all end by themselves: retries and timeouts are bounded. */
    private void finish() throws InterruptedException {
        var longest = options.retry().plus(options.timeout().multipliedBy(6)).plus(ARRIVING);
        if (!slots.tryAcquire(options.concurrency(), longest.toNanos(), TimeUnit.NANOSECONDS)) {
            failures.add(underWay() + " journeys are still under way after " + longest.toSeconds() + " s");
        }
    }

    /**
     * Follows accepted orders to their end, and then reads cancelled ones again, which may be refunded by then. Each
     * request begins before the time is over: a gateway that does not answer takes a timeout for each of them.
     *
     * @return the number of cancelled orders that were not read again
     */
    private long follow() throws InterruptedException {
        var until = System.nanoTime() + options.follow().toNanos();
        for (var open = open(); !open.isEmpty(); open = open()) {
            if (read(open, until) > 0) {
                break;
            }
            if (!open().isEmpty()) {
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            }
        }
        var cancelled = book.all().stream()
                .filter(order -> order.isAccepted() && order.status().equals("CANCELLED"))
                .toList();
        return read(cancelled, until);
    }

    /** Reads orders one after the other until a time, and returns how many were not reached. */
    private int read(List<PlacedOrder> orders, long until) throws InterruptedException {
        for (var i = 0; i < orders.size(); i++) {
            if (System.nanoTime() >= until) {
                return orders.size() - i;
            }
            journeys.follow(orders.get(i));
        }
        return 0;
    }

    private List<PlacedOrder> open() {
        return book.all().stream()
                .filter(order -> order.isAccepted() && !order.isFinal())
                .toList();
    }

    private int underWay() {
        return options.concurrency() - slots.availablePermits();
    }

    private void reportProgress() {
        var accepted = book.countAccepted().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        var refused =
                book.countRefused().values().stream().mapToLong(Long::longValue).sum();
        var errors = measurements.endpoints().stream()
                .flatMap(row -> row.errors().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        say(("%d arrived, %d under way, %d dropped; %d errors; orders: %d accepted, %d refused, %d without an "
                        + "answer, %d not at their end")
                .formatted(
                        arrived.get(),
                        underWay(),
                        dropped.get(),
                        errors,
                        accepted,
                        refused,
                        book.unknown(),
                        open().size()));
    }

    private void say(String text) {
        var elapsed = Duration.ofNanos(System.nanoTime() - createdAt);
        progress.printf("%02d:%02d  %s%n", elapsed.toMinutes(), elapsed.toSecondsPart(), text);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
