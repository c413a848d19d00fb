package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the load against a real server on loopback. */
class LoadTest {

    private LoopbackShop shop;

    @BeforeEach
    void open() throws Exception {
        shop = new LoopbackShop();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void aShopThatDoesNotAnswerSlowsNoArrival() throws Exception {
        // It answers nobody's order before the thirtieth has come: a load that waited for answers would never get
        // there.
        var thirty = new CountDownLatch(30);
        shop.mood(request -> {
            if (isOrder(request)) {
                thirty.countDown();
                assertThat(thirty.await(20, TimeUnit.SECONDS)).isTrue();
            }
            return null;
        });
        var begun = System.nanoTime();
        var report = run("--mix", "order=1", "--rate", "20", "--count", "30", "--duration", "60");
        assertThat(report.failures()).isEmpty();
        assertThat(report.dropped()).isZero();
        assertThat(report.accepted()).containsEntry("CONFIRMED", 30L);
        var orders = report.endpoint("POST /api/orders");
        var lastArrival = lastArrival(20, 30);
        assertThat(System.nanoTime() - begun).isGreaterThan(lastArrival);
        // The first waited for the last; of the waiting nothing is left out.
        assertThat(orders.max()).isGreaterThan(lastArrival / 1e6 * 0.7);
        assertThat(orders.p50()).isGreaterThan(lastArrival / 1e6 * 0.2);
    }

    @Test
    void latencyCountsFromTheIntendedStart() throws Exception {
        try (var load = new Load(options(), silent())) {
            load.logIn();
            var report = load.run();
            assertThat(report.endpoint("GET /api/products").max()).isLessThan(2000);
        }
        var measurements = new Measurements();
        try (var gateway = new GatewayClient(shop.url(), Duration.ofSeconds(5))) {
            var shopper = new Shopper("a@example.com", "password", Client.of(0), gateway, new Pacer(100), measurements);
            var journeys = new Journeys(List.of(shopper), new OrderBook("run"), measurements, Duration.ZERO);
            var arrival = new Arrival(0, 0, Action.BROWSE, 0, List.of(new Arrival.Line("SKU-0051", 1)), Cards.of(0), 0);
            // It should have begun three seconds ago, and could not.
            journeys.run(arrival, System.nanoTime() - TimeUnit.SECONDS.toNanos(3));
        }
        assertThat(measurements.journeys().getFirst().p50()).isGreaterThan(3000);
        assertThat(measurements.endpoints())
                .filteredOn(row -> row.name().equals("GET /api/products"))
                .allSatisfy(row -> assertThat(row.max()).isGreaterThan(3000));
        // The second request was to be sent when the first was answered, and was.
        assertThat(measurements.endpoints())
                .filteredOn(row -> row.name().equals("GET /api/products/{sku}"))
                .allSatisfy(row -> assertThat(row.max()).isLessThan(3000));
    }

    @Test
    void whoFindsTheShopFullIsDroppedAndCounted() throws Exception {
        var most = new AtomicInteger();
        var inside = new AtomicInteger();
        try (var load = new Load(
                options("--mix", "order=1", "--rate", "50", "--count", "40", "--concurrency", "3"), silent())) {
            // The first three stay inside until all others have come.
            shop.mood(request -> {
                if (isOrder(request)) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    await().atMost(Duration.ofSeconds(20)).until(() -> load.dropped() == 37);
                    inside.decrementAndGet();
                }
                return null;
            });
            load.logIn();
            var report = load.run();
            assertThat(report.arrivals()).isEqualTo(40);
            assertThat(report.dropped()).isEqualTo(37);
            assertThat(report.endpoint("POST /api/orders").count()).isEqualTo(3);
            assertThat(most).hasValue(3);
        }
    }

    @Test
    void anOrderWithoutAClearAnswerIsSentAgainWithItsKey() throws Exception {
        var times = new AtomicInteger();
        shop.mood(request -> {
            if (!isOrder(request)) {
                return null;
            }
            return switch (times.getAndIncrement()) {
                case 0 -> 503;
                case 1 -> 504;
                case 2 -> throw new IOException("no answer at all");
                case 3 -> 429;
                default -> null;
            };
        });
        try (var load = new Load(options("--mix", "order=1", "--count", "1"), silent())) {
            load.logIn();
            var report = load.run();
            var sent = shop.requests("/api/orders").stream()
                    .filter(LoadTest::isOrder)
                    .toList();
            assertThat(sent).hasSize(5);
            assertThat(sent)
                    .extracting(LoopbackShop.Request::key)
                    .containsOnly(load.orders().getFirst().key());
            assertThat(sent)
                    .extracting(LoopbackShop.Request::body)
                    .containsOnly(sent.getFirst().body());
            assertThat(report.accepted()).isEqualTo(Map.of("CONFIRMED", 1L));
            // The latency is the first attempt's alone, and so is the error.
            var orders = report.endpoint("POST /api/orders");
            assertThat(orders.count()).isEqualTo(1);
            assertThat(orders.retries()).isEqualTo(4);
            assertThat(orders.errors()).isEqualTo(Map.of("503 STORE_UNAVAILABLE", 1L));
        }
    }

    @Test
    void anOrderThatNeverGetsAClearAnswerIsUnknown() throws Exception {
        shop.mood(request -> isOrder(request) ? 503 : null);
        var report = run("--mix", "order=1", "--count", "1", "--retry", "1");
        assertThat(report.unknown()).isEqualTo(1);
        assertThat(report.accepted()).isEmpty();
        assertThat(report.endpoint("POST /api/orders").retries()).isPositive();
    }

    @Test
    void aRefusalIsAnAnswer() throws Exception {
        shop.mood(request -> isOrder(request) ? 409 : null);
        var report = run("--mix", "order=1", "--count", "1");
        assertThat(report.refused()).containsValue(1L);
        assertThat(report.endpoint("POST /api/orders").retries()).isZero();
    }

    @Test
    void aShopperWhoseSessionIsOverLogsInAgain() throws Exception {
        shop.mood(request -> isOrder(request) && request.token().endsWith("token-1") ? 401 : null);
        var report = run("--mix", "order=1", "--count", "1", "--shoppers", "1");
        assertThat(report.accepted()).isEqualTo(Map.of("CONFIRMED", 1L));
        assertThat(shop.logins).hasValue(2);
        assertThat(shop.requests("/api/orders"))
                .extracting(LoopbackShop.Request::key)
                .hasSize(2)
                .containsOnly(shop.requests("/api/orders").getLast().key());
    }

    @Test
    void aShopperWhoseLoginIsRefusedDoesNotTryAgain() throws Exception {
        var orders = new AtomicInteger();
        shop.mood(request -> {
            if (isOrder(request)) {
                return orders.getAndIncrement() == 0 ? 503 : 401;
            }
            return orders.get() > 0 && request.path().startsWith("/api/auth/") ? 401 : null;
        });
        var report = run("--mix", "order=1", "--count", "1", "--shoppers", "1");
        assertThat(shop.requests("/api/auth/login")).hasSize(2);
        assertThat(report.journeys().getFirst().errors()).isEqualTo(Map.of("401 login:INVALID_CREDENTIALS", 1L));
        // The first attempt may have placed the order: the login's refusal does not say that it was refused.
        assertThat(report.unknown()).isEqualTo(1);
        assertThat(report.refused()).isEmpty();
    }

    @Test
    void allSessionsAtOnceAreMadeAnewOneShopperOnce() throws Exception {
        // As when Valkey goes: every token of before is over.
        shop.mood(request -> request.path().startsWith("/api/orders") && oldToken(request, 3) ? 401 : null);
        var report = run("--mix", "order=1", "--count", "40", "--rate", "200", "--shoppers", "3");
        assertThat(report.accepted()).isEqualTo(Map.of("CONFIRMED", 40L));
        assertThat(shop.logins).hasValue(6);
    }

    @Test
    void oneLoginIsForAllJourneysOfItsShopper() throws Exception {
        // Else a shop that is slow to log shoppers in would have a login more for each who comes meanwhile.
        try (var load =
                new Load(options("--mix", "browse=1", "--count", "40", "--rate", "200", "--shoppers", "1"), silent())) {
            shop.tokensLast(Duration.ofMillis(1)); // all find theirs ended, however late they come
            load.logIn();
            shop.mood(request -> {
                if (!request.path().equals("/api/auth/login")) {
                    return 401;
                }
                await().atMost(Duration.ofSeconds(20)).until(() -> load.arrived() == 40);
                return 503;
            });
            var report = load.run();
            assertThat(report.journeys().getFirst().errors()).isEqualTo(Map.of("503 login:STORE_UNAVAILABLE", 40L));
            // One at the beginning, one for all of these, and for whom the scheduler brought late.
            assertThat(shop.requests("/api/auth/login")).hasSizeBetween(2, 5);
        }
    }

    @Test
    void aTokenThatEndsIsRefreshed() throws Exception {
        shop.tokensLast(Duration.ofSeconds(1));
        var report = run("--mix", "order=1", "--count", "10", "--shoppers", "1");
        assertThat(report.accepted()).isEqualTo(Map.of("CONFIRMED", 10L));
        assertThat(shop.logins).hasValue(1);
        assertThat(shop.requests("/api/auth/refresh"))
                .isNotEmpty()
                .extracting(LoopbackShop.Request::body)
                .doesNotHaveDuplicates();
    }

    @Test
    void aShopperWhoCannotBeRefreshedLogsIn() throws Exception {
        shop.tokensLast(Duration.ofSeconds(1));
        shop.mood(request -> request.path().equals("/api/auth/refresh") ? 401 : null);
        var report = run("--mix", "order=1", "--count", "3", "--shoppers", "1");
        assertThat(report.accepted()).isEqualTo(Map.of("CONFIRMED", 3L));
        assertThat(shop.logins.get()).isGreaterThan(1);
    }

    @Test
    void itGoesOnWhereShoppersLookUpAndCancel() throws Exception {
        var report = run("--rate", "100", "--duration", "2", "--count", "1000", "--shoppers", "2", "--seed", "3");
        assertThat(report.failures()).isEmpty();
        assertThat(report.journeys().stream().map(LatencyRow::name).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("browse", "order", "look-up", "cancel");
        assertThat(report.endpoints())
                .extracting(LatencyRow::name)
                .contains(
                        "GET /api/products",
                        "GET /api/products/{sku}",
                        "GET /api/users/me",
                        "POST /api/orders",
                        "GET /api/orders/{id}",
                        "POST /api/orders/{id}/cancel",
                        "POST /api/auth/login");
        assertThat(report.endpoints())
                .allSatisfy(row -> assertThat(row.errors()).isEmpty());
        assertThat(report.arrivals())
                .isEqualTo(
                        report.journeys().stream().mapToLong(LatencyRow::count).sum());
        assertThat(report.text()).contains("POST /api/orders", "0 dropped", "p99.9");
    }

    @Test
    void eachShopperHasAClientAndACard() throws Exception {
        run("--mix", "order=1", "--count", "20", "--shoppers", "3", "--declining", "0");
        assertThat(shop.requests("/api/auth/login"))
                .extracting(LoopbackShop.Request::client)
                .containsExactly(Client.of(0), Client.of(1), Client.of(2));
        assertThat(shop.requests("/api/products/SKU-0100"))
                .extracting(LoopbackShop.Request::client)
                .containsExactly(Client.LOAD);
        assertThat(shop.requests("/api/orders")).hasSize(20).allSatisfy(order -> {
            var shopper = Integer.parseInt(order.token().substring(order.token().lastIndexOf('-') + 1)) - 1;
            assertThat(order.client()).isEqualTo(Client.of(shopper));
            assertThat(order.body()).contains("\"cardNumber\":\"" + Cards.of(shopper) + "\"");
        });
    }

    @Test
    void ordersAreFollowedNoLongerThanAsked() throws Exception {
        shop.mood(request -> {
            if (isRead(request)) {
                TimeUnit.SECONDS.sleep(2);
            }
            return null;
        });
        var report = run("--mix", "order=1", "--count", "4", "--follow", "1");
        assertThat(reads()).isEqualTo(1);
        assertThat(report.accepted()).isEqualTo(Map.of("CONFIRMED", 1L, "RESERVED", 3L));
        assertThat(report.unfinished()).isEqualTo(3);
    }

    @Test
    void cancelledOrdersAreReadAgainNoLongerThanAsked() throws Exception {
        shop.ordersEnd("CANCELLED");
        shop.mood(request -> {
            // The second time that one is read.
            if (isRead(request) && reads() > 4) {
                TimeUnit.SECONDS.sleep(7);
            }
            return null;
        });
        var report = run("--mix", "order=1", "--count", "4", "--follow", "6");
        assertThat(reads()).isEqualTo(5);
        assertThat(report.accepted()).isEqualTo(Map.of("CANCELLED", 4L));
        assertThat(report.unfinished()).isEqualTo(3);
    }

    @Test
    void anEndByTheCountIsReported() throws Exception {
        var progress = new ByteArrayOutputStream();
        var options = options("--rate", "100", "--count", "150", "--duration", "3600");
        try (var load = new Load(options, new PrintStream(progress, true, StandardCharsets.UTF_8))) {
            load.logIn();
            var report = load.run();
            assertThat(report.arrivals()).isEqualTo(150);
            assertThat(report.durationSeconds()).isBetween(1L, 1000L);
            assertThat(report.early())
                    .startsWith("--count 150 ended the arrivals after ")
                    .endsWith(" of 3600 s");
            assertThat(report.text()).contains(report.early()).doesNotContain("for 3600 s");
            assertThat(progress.toString(StandardCharsets.UTF_8))
                    .contains("about 360000 would arrive in 3600 s; --count 150 ends the load before")
                    .contains(report.early())
                    .doesNotContain("the last has arrived");
        }
    }

    @Test
    void anEndByTheDurationIsTheLast() throws Exception {
        var report = run("--rate", "100", "--count", "1000", "--duration", "1");
        assertThat(report.durationSeconds()).isEqualTo(1);
        assertThat(report.early()).isEmpty();
    }

    @Test
    void aDayAtTheDefaultRateIsNotEndedByTheCount() {
        var options = LoadOptions.parse(new String[0], Map.of("ORDERFLOW_LOAD_PASSWORD", "x"));
        assertThat((double) options.count())
                .isGreaterThan(options.rate() * Duration.ofDays(1).toSeconds());
    }

    @Test
    void aLoadThatIsStoppedWhileShoppersLogInDoesNotBegin() throws Exception {
        try (var load = new Load(options("--shoppers", "500", "--login-rate", "5"), silent())) {
            Thread.startVirtualThread(() -> {
                await("two logins").atMost(Duration.ofSeconds(20)).until(() -> shop.logins.get() >= 2);
                assertThat(load.stop()).as("a report follows").isFalse();
            });
            assertThatThrownBy(load::logIn)
                    .isInstanceOf(LoadException.class)
                    .hasMessageContaining("stopped while its shoppers logged in");
            assertThat(shop.logins).hasValueLessThan(400);
        }
    }

    @Test
    void whoStopsItStillHearsWhatCameOfIt() throws Exception {
        try (var load = new Load(options("--count", "100000", "--duration", "3600"), silent())) {
            load.logIn();
            Thread.startVirtualThread(() -> {
                await("five arrivals").atMost(Duration.ofSeconds(20)).until(() -> load.arrived() >= 5);
                load.stop();
            });
            var report = load.run();
            assertThat(report.arrivals()).isBetween(5L, 1000L);
            assertThat(report.early()).startsWith("the load was stopped after ").endsWith(" of 3600 s");
            assertThat(report.failures()).isEmpty();
            assertThat(report.unfinished()).isZero();
        }
    }

    @Test
    void whatItCannotBeginItSays() {
        assertThatThrownBy(() -> LoadOptions.parse(new String[0], Map.of()))
                .hasMessageContaining("ORDERFLOW_LOAD_PASSWORD is not set");
        shop.mood(request -> request.path().startsWith("/api/products/") ? 404 : null);
        assertThatThrownBy(() -> run("--products", "700"))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("there is no SKU-0700");
    }

    @Test
    void aWrongOptionIsNamed() {
        assertWrong("rate", "--rate", "0");
        assertWrong("--rate", "--rate", "fast");
        assertWrong("duration", "--duration", "-1");
        assertWrong("concurrency", "--concurrency", "0");
        assertWrong("gateway", "--gateway", "nowhere");
        for (var url : List.of(
                "//host",
                "http:",
                "http:host",
                "http://",
                "http://host:65536",
                "http://host:0",
                "http://a_host",
                "http://shopper@host",
                "http://host/shop",
                "http://host?shop",
                "http://host#shop",
                "ftp://host",
                "")) {
            assertWrong("gateway", "--gateway", url);
        }
        assertWrong("a mix is like browse=50", "--mix", "sleep=1");
        assertWrong("xml", "-o", "xml");
        assertWrong("--rat", "--rat", "1");
        assertWrong("--rate", "--rate");
        assertWrong("5", "5");
        assertThat(refusal(Map.of("ORDERFLOW_LOAD_PASSWORD", "x", "ORDERFLOW_LOAD_RATE", "0")))
                .contains("--rate is 0.0; it may be above 0 and up to 1000 a second");
        assertThat(refusal(Map.of("ORDERFLOW_LOAD_PASSWORD", "x", "ORDERFLOW_LOAD_DURATION", "an hour")))
                .contains("'an hour' is no whole number of seconds");
        assertThat(refusal(Map.of())).contains("ORDERFLOW_LOAD_PASSWORD is not set");
    }

    @Test
    void anAddressOfAServerIsAccepted() {
        for (var url : List.of("http://host", "HTTPS://host:8443/", "http://127.0.0.1:65535", "http://[::1]:8080")) {
            assertThat(options("--gateway", url).gateway()).hasToString(url);
        }
    }

    @Test
    void aFlagIsStrongerThanTheEnvironment() {
        var environment =
                Map.of("ORDERFLOW_LOAD_PASSWORD", "x", "ORDERFLOW_LOAD_RATE", "5", "ORDERFLOW_LOAD_LOGIN_RATE", "7");
        var options = LoadOptions.parse(new String[] {"--rate", "6"}, environment);
        assertThat(options.rate()).isEqualTo(6);
        assertThat(options.loginRate()).isEqualTo(7);
        assertThat(options.mix()).isEqualTo(Mix.DEFAULT);
    }

    private static boolean oldToken(LoopbackShop.Request request, int last) {
        return Integer.parseInt(request.token().substring(request.token().lastIndexOf('-') + 1)) <= last;
    }

    private static void assertWrong(String message, String... arguments) {
        assertThat(refusal(Map.of("ORDERFLOW_LOAD_PASSWORD", "x"), arguments)
                        .lines()
                        .findFirst())
                .hasValueSatisfying(reason -> assertThat(reason).contains(message));
    }

    /** Returns what a command line that is refused with exit code 2 prints: the reason, and the usage. */
    private static String refusal(Map<String, String> environment, String... arguments) {
        var errors = new StringWriter();
        assertThat(LoadCommand.commandLine(environment)
                        .setErr(new PrintWriter(errors, true))
                        .execute(arguments))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("Usage: load ");
        return errors.toString();
    }

    private static boolean isOrder(LoopbackShop.Request request) {
        return request.path().equals("/api/orders") && !request.body().isEmpty();
    }

    private static boolean isRead(LoopbackShop.Request request) {
        return request.path().startsWith("/api/orders/");
    }

    private long reads() {
        return shop.requests.stream().filter(LoadTest::isRead).count();
    }

    private static long lastArrival(double rate, int count) {
        var arrivals = new Arrivals(1, rate, Mix.DEFAULT, 0.05, 1, 1);
        var last = 0L;
        for (var i = 0; i < count; i++) {
            last = arrivals.next().atNanos();
        }
        return last;
    }

    private LoadReport run(String... arguments) throws Exception {
        try (var load = new Load(options(arguments), silent())) {
            load.logIn();
            return load.run();
        }
    }

    private LoadOptions options(String... arguments) {
        var all = new ArrayList<>(List.of(
                "--gateway",
                shop.url().toString(),
                "--rate",
                "20",
                "--count",
                "10",
                "--products",
                "100",
                "--shoppers",
                "2",
                "--login-rate",
                "100",
                "--follow",
                "5",
                "--retry",
                "20",
                "--timeout",
                "30"));
        all.addAll(Arrays.asList(arguments));
        return LoadOptions.parse(all.toArray(String[]::new), Map.of("ORDERFLOW_LOAD_PASSWORD", "password"));
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
