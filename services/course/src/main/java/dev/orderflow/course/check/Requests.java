package dev.orderflow.course.check;

import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.local.LocalSystem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The orders that a check places itself, as Alice and Bob in turn, among those of the load. */
final class Requests {

    static final List<String> EMAILS = List.of("alice@example.com", "bob@example.com");

    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration QUICK = Duration.ofMillis(500);
    private static final int QUICK_IN_A_ROW = 5;

    private final Random random;
    private final List<ShopperClient> shoppers;
    private final List<String> addresses;
    private int next;

    Requests(LocalSystem system, long seed) {
        random = new Random(seed);
        shoppers = EMAILS.stream()
                .map(email -> ShopperClient.loggedIn(system.gateway(), email, system.password()))
                .toList();
        addresses = shoppers.stream().map(ShopperClient::address).toList();
    }

    /** Returns a number of requests that differs with the seed. */
    int some(int least) {
        return least + random.nextInt(4);
    }

    /**
     * Places orders until the system is warm: the first requests of a JVM load classes, and on a busy machine exceed
     * the gateway's deadline.
     *
     * @throws IllegalStateException if orders are not quick within two minutes
     */
    void warmUp() throws InterruptedException {
        var end = System.nanoTime() + WARM_UP.toNanos();
        for (var quick = 0; quick < QUICK_IN_A_ROW; ) {
            var begun = System.nanoTime();
            var answers = place(1, Map.of());
            var isQuick = System.nanoTime() - begun < QUICK.toNanos();
            quick = isQuick && isAccepted(answers.getFirst()) ? quick + 1 : 0;
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        ("an order takes longer than %d ms on this machine, or is refused (the last: %s); try again"
                                        + " when it is less busy")
                                .formatted(QUICK.toMillis(), answers.getFirst()));
            }
        }
    }

    /**
     * Places orders one after the other until so many are accepted, and returns the answers of those.
     *
     * @throws IllegalStateException if more than as many again are not
     */
    List<ShopperClient.Answer> placeAccepted(int count, Map<String, String> headers) throws InterruptedException {
        var accepted = new ArrayList<ShopperClient.Answer>();
        for (var tries = 0; accepted.size() < count; tries++) {
            var answer = place(1, headers).getFirst();
            if (isAccepted(answer)) {
                accepted.add(answer);
            } else if (tries > 2 * count) {
                throw new IllegalStateException("orders are refused while nothing is wrong; the last: " + answer);
            }
        }
        return accepted;
    }

    private static boolean isAccepted(ShopperClient.Answer answer) {
        return answer.status() == 201;
    }

    /** Places orders at the same time, and returns their answers. */
    List<ShopperClient.Answer> place(int count, Map<String, String> headers) throws InterruptedException {
        var orders = IntStream.range(0, count)
                .<Callable<ShopperClient.Answer>>mapToObj(i -> order(next++ % shoppers.size(), sku(), headers))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(orders).stream().map(Future::resultNow).toList();
        }
    }

    private String sku() {
        return "SKU-%04d".formatted(1 + random.nextInt(100));
    }

    private Callable<ShopperClient.Answer> order(int shopper, String sku, Map<String, String> headers) {
        return () -> shoppers.get(shopper).order(addresses.get(shopper), sku, 1, ShopperClient.GOOD_CARD, headers);
    }
}
