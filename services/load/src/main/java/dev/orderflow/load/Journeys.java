package dev.orderflow.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** Runs the journeys of shoppers: for each arrival, the requests of its purpose, one after the other. */
final class Journeys {

    private static final long FIRST_BACK_OFF = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_BACK_OFF = TimeUnit.SECONDS.toNanos(5);
    private static final int PAGE = 50;

    private final List<Shopper> shoppers;
    private final OrderBook book;
    private final Measurements measurements;
    private final long retryNanos;

    /** @param retry how long an order or cancellation without a clear answer is retried */
    Journeys(List<Shopper> shoppers, OrderBook book, Measurements measurements, Duration retry) {
        this.shoppers = shoppers;
        this.book = book;
        this.measurements = measurements;
        this.retryNanos = retry.toNanos();
    }

    private interface Call {
        Answer send() throws InterruptedException;
    }

    /**
     * Runs a journey.
     *
     * @param intended when the journey should have begun, by {@link System#nanoTime}; latencies count from then
     */
    void run(Arrival arrival, long intended) throws InterruptedException {
        var shopper = shoppers.get(arrival.shopper());
        var last = switch (arrival.action()) {
            case BROWSE -> browse(arrival, shopper, intended);
            case ORDER -> order(arrival, shopper, intended);
            case LOOK_UP -> lookUp(arrival, shopper, intended);
            case CANCEL -> cancel(arrival, shopper, intended);
        };
        measurements.journey(arrival.action(), System.nanoTime() - intended, last.is2xx() ? "" : last.outcome());
    }

    /** Browses with a login, so that the gateway limits each shopper and not the address that all of them share. */
    private Answer browse(Arrival arrival, Shopper shopper, long intended) throws InterruptedException {
        var sku = arrival.lines().getFirst().sku();
        var page = first("GET /api/products", intended, () -> shopper.get("/api/products" + pageOf(sku)));
        if (!page.is2xx()) {
            return page;
        }
        return first("GET /api/products/{sku}", System.nanoTime(), () -> shopper.get("/api/products/" + sku));
    }

    private static String pageOf(String sku) {
        var number = Integer.parseInt(sku.substring(sku.indexOf('-') + 1));
        var before = (number - 1) / PAGE * PAGE;
        return before == 0 ? "" : "?after=" + Arrivals.sku(before);
    }

    private Answer order(Arrival arrival, Shopper shopper, long intended) throws InterruptedException {
        // A checkout page does the same. If it fails, the order still has the shopper's known address.
        first("GET /api/users/me", intended, () -> shopper.get("/api/users/me"));
        var body = Map.of("addressId", shopper.address(), "cardNumber", arrival.card(), "lines", arrival.lines());
        var order = book.begin(arrival);
        var answer =
                insist("POST /api/orders", System.nanoTime(), () -> shopper.post("/api/orders", body, order.key()));
        if (answer.status() == 201) {
            order.accepted(
                    answer.body().path("id").asString(),
                    answer.body().path("status").asString());
        } else if (!answer.leavesOpen() && !answer.isSessionOver() && !answer.isOfLogin()) {
            order.refused(answer.outcome());
        }
        return answer;
    }

    private Answer lookUp(Arrival arrival, Shopper shopper, long intended) throws InterruptedException {
        var order = book.any(arrival.shopper(), arrival.choice());
        if (order.isEmpty()) {
            return list(shopper, intended);
        }
        return first("GET /api/orders/{id}", intended, () -> look(shopper, order.get()));
    }

    /** Cancels an order; a shopper without one only lists orders. */
    private Answer cancel(Arrival arrival, Shopper shopper, long intended) throws InterruptedException {
        var order = book.toCancel(arrival.shopper(), arrival.choice());
        if (order.isEmpty()) {
            return list(shopper, intended);
        }
        var path = "/api/orders/" + order.get().id() + "/cancel";
        return insist("POST /api/orders/{id}/cancel", intended, () -> shopper.post(path, Map.of(), null));
    }

    private Answer list(Shopper shopper, long intended) throws InterruptedException {
        return first("GET /api/orders", intended, () -> shopper.get("/api/orders"));
    }

    private Answer look(Shopper shopper, PlacedOrder order) throws InterruptedException {
        return shopper.get("/api/orders/" + order.id());
    }

    /** Updates the status of an order, without measuring the request. */
    void follow(PlacedOrder order) throws InterruptedException {
        var answer = look(shoppers.get(order.shopper()), order);
        if (answer.is2xx()) {
            order.seen(status(answer.body()));
        }
    }

    private static String status(JsonNode order) {
        return order.path("status").asString();
    }

    private Answer first(String endpoint, long from, Call call) throws InterruptedException {
        var answer = call.send();
        measurements.request(endpoint, System.nanoTime() - from, answer);
        return answer;
    }

    /**
     * Retries a request without a clear answer, with the same idempotency key and exponential back-off, until the
     * answer is clear or the time is over.
     */
    private Answer insist(String endpoint, long from, Call call) throws InterruptedException {
        var giveUp = System.nanoTime() + retryNanos;
        var answer = first(endpoint, from, call);
        for (var attempt = 0; answer.leavesOpen() || answer.isSessionOver(); attempt++) {
            var longest = Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF << Math.min(attempt, 10));
            // Jitter: clients must not retry all at once when the system is back.
            var pause = ThreadLocalRandom.current().nextLong(longest);
            if (System.nanoTime() + pause > giveUp) {
                return answer;
            }
            TimeUnit.NANOSECONDS.sleep(pause);
            measurements.retry(endpoint);
            answer = call.send();
        }
        return answer;
    }
}
