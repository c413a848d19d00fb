package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientTest {

    private static final int MANY = 20_000;
    private static final List<Client> CLIENTS =
            IntStream.range(0, MANY).mapToObj(Client::of).toList();

    @Test
    void theSameShopperHasTheSameClientOnEveryMachine() {
        assertThat(CLIENTS.subList(0, 4))
                .extracting(Client::userAgent, Client::language)
                .containsExactly(
                        tuple("Acme-Stockroom/3.2 OrderFlow-Partner/2.1", "fr-FR,fr;q=0.9,en;q=0.8"),
                        tuple("Globex-Buyer/1.9 OrderFlow-Partner/2.1", "sv-SE,sv;q=0.9,en;q=0.8"),
                        tuple("Initech-Orders/7.0 OrderFlow-Partner/1.4", "en-US,en;q=0.9"),
                        tuple(chrome(141), "el-GR,el;q=0.9,en;q=0.8"));
        assertThat(Client.of(9)).isEqualTo(CLIENTS.get(9));
    }

    @Test
    void kindsHaveTheirShares() {
        var shares = Map.of("Mozilla", 0.5, "OrderFlow-iOS", 0.25, "OrderFlow-Android", 0.2, "partner", 0.05);
        assertThat(share(client -> {
                    var product = client.userAgent().split("/")[0];
                    return shares.containsKey(product) ? product : "partner";
                }))
                .hasSameSizeAs(shares)
                .allSatisfy((kind, share) -> assertThat(share).isCloseTo(shares.get(kind), within(0.01)));
    }

    @Test
    void eachKindHasSeveralReleasesOfUnequalShares() {
        var shares = share(Client::userAgent);
        for (var product : List.of("OrderFlow-iOS/5", "OrderFlow-Android/5", "OrderFlow-Partner/2")) {
            var releases = shares.entrySet().stream()
                    .filter(entry -> entry.getKey().matches(product + "(\\.[0-9]+){1,2}( .*)?"))
                    .map(Map.Entry::getValue)
                    .sorted()
                    .toList();
            assertThat(releases).as(product).hasSizeGreaterThan(1);
            assertThat(releases.getLast()).as(product).isGreaterThan(1.5 * releases.getFirst());
        }
        assertThat(shares.keySet())
                .anyMatch(agent -> agent.contains(" Firefox/"))
                .anyMatch(agent -> agent.contains(" Edg/"));
        assertThat(shares.keySet()).noneMatch(agent -> agent.contains("%"));
    }

    @Test
    void languagesAreMostlyThoseOfTheCountry() {
        var english = IntStream.range(0, MANY)
                .filter(i -> {
                    var others = !CLIENTS.get(i)
                            .language()
                            .equals(SeededShoppers.country(i).language());
                    assertThat(others).isEqualTo(CLIENTS.get(i).language().equals("en-US,en;q=0.9"));
                    return others;
                })
                .count();
        assertThat(english / (double) MANY).isCloseTo(0.1, within(0.01));
        assertThat(share(Client::language)).hasSize(11).containsKey("ja-JP,ja;q=0.9,en;q=0.8");
    }

    @Test
    void everyKindIsInEveryCountry() {
        // Else a failure of one kind would look like a failure of one country.
        var countries = IntStream.range(0, MANY)
                .filter(i -> CLIENTS.get(i).userAgent().startsWith("OrderFlow-iOS/"))
                .mapToObj(SeededShoppers::country)
                .collect(Collectors.groupingBy(country -> country, Collectors.counting()));
        var all = countries.values().stream().mapToLong(Long::longValue).sum();
        assertThat(countries)
                .hasSameSizeAs(Country.values())
                .allSatisfy((country, count) ->
                        assertThat(count / (double) all).isCloseTo(country.share() / 100.0, within(0.02)));
    }

    private static String chrome(int release) {
        return "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/" + release
                + ".0.0.0 Safari/537.36";
    }

    private static <T> Map<T, Double> share(Function<Client, T> by) {
        return CLIENTS.stream()
                .collect(Collectors.groupingBy(
                        by, Collectors.collectingAndThen(Collectors.counting(), count -> count / (double) MANY)));
    }
}
