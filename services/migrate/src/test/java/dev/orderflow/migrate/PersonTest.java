package dev.orderflow.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.orderflow.contracts.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonTest {

    private static final int SEED = 20261101;
    private static final List<Person> PEOPLE =
            IntStream.range(0, 20_000).mapToObj(i -> Person.of(SEED, i)).toList();

    @Test
    void theSameIndexIsTheSamePersonOnEveryMachine() {
        assertThat(PEOPLE.subList(0, 4))
                .extracting(Person::name, Person::street, Person::city, Person::country)
                .containsExactly(
                        tuple("Alice", "Schulstraße 77", "Lübeck", "DE"),
                        tuple("Bob", "154 Mill Close", "Glasgow", "GB"),
                        tuple("Louis Martin", "33 Rue de la Paix", "Paris", "FR"),
                        tuple("Lars Öberg", "Storgatan 67", "Linköping", "SE"));
        assertThat(PEOPLE.subList(0, 4))
                .extracting(Person::account)
                .containsExactly(
                        new Account(Tier.STANDARD, "EUR", Instant.parse("2026-06-24T10:04:29Z")),
                        new Account(Tier.STANDARD, "GBP", Instant.parse("2025-12-15T14:41:29Z")),
                        new Account(Tier.PARTNER, "EUR", Instant.parse("2024-06-01T17:03:26Z")),
                        new Account(Tier.PARTNER, "SEK", Instant.parse("2025-07-16T04:59:01Z")));
        assertThat(Person.of(SEED, 9)).isEqualTo(PEOPLE.get(9)).isNotEqualTo(Person.of(SEED + 10_000_000, 9));
    }

    @Test
    void countriesHaveTheirShares() {
        var shares = Map.of(
                "DE", 0.24, "FR", 0.16, "ES", 0.12, "IT", 0.12, "NL", 0.08, "SE", 0.06, "PL", 0.06, "GB", 0.06, "GR",
                0.05, "JP", 0.05);
        assertThat(share(PEOPLE, Person::country))
                .hasSameSizeAs(shares)
                .allSatisfy((country, share) -> assertThat(share).isCloseTo(shares.get(country), within(0.01)));
    }

    @ParameterizedTest
    @CsvSource({"DE, Berlin", "FR, Paris", "GB, London", "GR, Αθήνα", "JP, 東京", "PL, Warszawa"})
    void citiesOfACountryHaveUnequalShares(String country, String largest) {
        var cities = share(of(country), Person::city);
        assertThat(cities.size()).isGreaterThanOrEqualTo(8);
        assertThat(cities.get(largest)).isBetween(0.2, 0.4);
        assertThat(cities.values()).allMatch(share -> share > 0.01);
    }

    /** All names and cities match the first pattern; one in 20 or more has a letter of the second. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DE | [\\p{IsLatin} ,.-]+          | [äöüßÄÖÜ]",
                "PL | [\\p{IsLatin} ,.-]+          | [ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]",
                "GR | [\\p{IsGreek} ]+             | [ΆΈΉΊΌΎΏάέήίόύώ]",
                "JP | [\\p{IsHan}\\p{IsHiragana} ]+ | \\p{IsHan}",
                "GB | [\\p{IsLatin} ,.'-]+         | [A-Z]"
            })
    void namesAndCitiesAreInTheScriptOfTheCountry(String country, String all, String some) {
        var people = of(country).stream()
                .filter(person -> !person.name().equals("Alice"))
                .toList();
        for (var value : List.<Function<Person, String>>of(Person::name, Person::city)) {
            assertThat(people).extracting(value).allMatch(text -> text.matches(all));
            assertThat(people.stream()
                            .map(value)
                            .filter(text -> text.matches(".*" + some + ".*"))
                            .count())
                    .isGreaterThan(people.size() / 20);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DE, '[^0-9]+ [0-9]+'",
        "FR, '[0-9]+ (Rue|Place|Avenue) .+'",
        "GB, '[0-9]+ [A-Z].+'",
        "PL, '(ul|al)\\. .+ [0-9]+'",
        "GR, '\\p{IsGreek}[^#]+ [0-9]+|28ης .+'",
        "JP, '\\p{IsHan}[^0-9]*[1-9]-[1-9]-[1-9]'"
    })
    void streetsHaveTheFormOfTheCountry(String country, String form) {
        assertThat(of(country)).extracting(Person::street).allMatch(street -> street.matches(form));
    }

    @Test
    void manyArePlainAscii() {
        var ascii = share(PEOPLE, person -> person.toString().matches("\\p{ASCII}+"));
        assertThat(ascii.get(true)).isBetween(0.25, 0.6);
    }

    /** COPY's text format needs no escapes then. */
    @Test
    void noValueHoldsATabANewlineOrABackslash() {
        assertThat(PEOPLE).allMatch(person -> !person.toString().matches("(?s).*[\\t\\r\\n\\\\#].*"));
    }

    @Test
    void theFirstThreeAfterAliceAndBobBuyForPartners() {
        assertThat(IntStream.range(0, PEOPLE.size())
                        .filter(i -> PEOPLE.get(i).account().tier() == Tier.PARTNER))
                .containsExactly(2, 3, 4);
    }

    @Test
    void accountsAreOlderThanTheOldestOrderAndMostlyYoung() {
        var ages = PEOPLE.stream().mapToLong(PersonTest::days).sorted().toArray();
        assertThat(ages[0]).isEqualTo(90);
        assertThat(ages[ages.length / 2]).isBetween(400L, 480L);
        assertThat(ages[ages.length * 9 / 10]).isBetween(1150L, 1350L);
        assertThat(ages[ages.length - 1]).isLessThanOrEqualTo(90 + 3651);
    }

    /** On purpose: what failed requests have in common is easy to tell where no two attributes go together. */
    @Test
    void theTierGoesWithTheAge() {
        assertThat(gold(days -> days < 90 + 365)).isBetween(0.01, 0.03);
        assertThat(gold(days -> days >= 90 + 365 && days < 90 + 3 * 365)).isBetween(0.08, 0.12);
        assertThat(gold(days -> days > 90 + 3 * 365)).isBetween(0.26, 0.34);
    }

    private static double gold(LongPredicate ofAge) {
        return PEOPLE.stream()
                .filter(person -> ofAge.test(days(person)))
                .mapToInt(person -> person.account().tier() == Tier.GOLD ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static long days(Person person) {
        return Duration.between(person.account().createdAt(), Seed.NEWEST).toDays();
    }

    @ParameterizedTest
    @CsvSource({"SE, SEK", "PL, PLN", "GB, GBP", "JP, JPY"})
    void theCurrencyGoesWithTheCountry(String country, String currency) {
        assertThat(share(of(country), person -> person.account().currency()))
                .containsOnlyKeys(currency, "EUR")
                .hasEntrySatisfying("EUR", share -> assertThat(share).isBetween(0.06, 0.14));
    }

    @Test
    void inTheEuroAreaItIsTheEuro() {
        for (var country : List.of("DE", "FR", "ES", "IT", "NL", "GR")) {
            assertThat(share(of(country), person -> person.account().currency()))
                    .as(country)
                    .containsOnlyKeys("EUR");
        }
    }

    private static List<Person> of(String country) {
        return PEOPLE.stream()
                .filter(person -> person.country().equals(country))
                .toList();
    }

    private static <T> Map<T, Double> share(List<Person> people, Function<Person, T> by) {
        return people.stream()
                .collect(Collectors.groupingBy(
                        by, Collectors.collectingAndThen(Collectors.counting(), n -> n / (double) people.size())));
    }
}
