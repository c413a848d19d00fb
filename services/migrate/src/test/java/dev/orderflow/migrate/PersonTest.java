package dev.orderflow.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
                .containsExactly(
                        new Person("Alice", "Schulstraße 77", "Lübeck", "DE"),
                        new Person("Bob", "154 Mill Close", "Glasgow", "GB"),
                        new Person("Louis Martin", "33 Rue de la Paix", "Paris", "FR"),
                        new Person("Lars Öberg", "Storgatan 67", "Linköping", "SE"));
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
