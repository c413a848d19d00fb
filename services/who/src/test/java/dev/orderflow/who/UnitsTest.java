package dev.orderflow.who;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests that fail from one moment on, whoever sends them: their shoppers' sessions are all older by then. */
class UnitsTest {

    private static final Instant LOGIN = Instant.parse("2026-11-30T02:00:00Z");
    private static final int FAILING = 90; // s after the login

    @Test
    void theAgeOfSessionsThatBeganTogetherIsATime() {
        var ofRequests = Units.ofRequests(requests(20, 5, 1), new Selection.Failed());
        var ofShoppers = Units.ofShoppers(requests(200, 6, 3), new Selection.Failed());
        for (var units : List.of(ofRequests, ofShoppers)) {
            assertThat(units).hasSizeGreaterThan(40).anyMatch(Unit::isCase).anyMatch(unit -> !unit.isCase());
            assertThat(units).noneMatch(unit -> unit.attributes().containsKey("orderflow.session.age"));
            assertThat(new Comparison(units, Attributes.generality()).answer().findings())
                    .isEmpty();
        }
    }

    @Test
    void theAgeOfOtherSessionsIsAsked() {
        var requests = requests(200, 6, 3);
        requests.addAll(requests(1, 1, 1).stream()
                .map(request -> new Request(
                        "old",
                        request.at(),
                        request.duration(),
                        false,
                        "",
                        "/api/orders",
                        "another",
                        Map.of("orderflow.session.age", "4000"),
                        Map.of()))
                .toList());
        assertThat(Units.ofShoppers(requests, new Selection.Failed()))
                .allMatch(unit -> unit.attributes().containsKey("orderflow.session.age"));
    }

    /**
     * Shoppers send a request every 20 s, and from a moment on those of some fail.
     *
     * @param oneIn of how many shoppers one fails
     */
    private static List<Request> requests(int shoppers, int each, int oneIn) {
        var requests = new ArrayList<Request>();
        for (var i = 0; i < each; i++) {
            for (var shopper = 0; shopper < shoppers; shopper++) {
                var age = 30 + 20 * i + shopper % 20;
                requests.add(new Request(
                        shopper + "/" + i,
                        LOGIN.plusSeconds(age),
                        Duration.ofMillis(20),
                        age >= FAILING && shopper % oneIn == 0,
                        "",
                        "/api/orders",
                        "shopper " + shopper,
                        Map.of("orderflow.session.age", Integer.toString(age), "orderflow.client", "web"),
                        Map.of("orderflow.order.lines", Integer.toString((7 * shopper + 3 * i) % 5))));
            }
        }
        return requests;
    }
}
