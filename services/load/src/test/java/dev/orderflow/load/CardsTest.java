package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.orderflow.contracts.CardToken;
import dev.orderflow.contracts.PlaceOrderRequest;
import jakarta.validation.Validation;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardsTest {

    private static final List<String> CARDS =
            IntStream.range(0, 20_000).mapToObj(Cards::of).toList();

    @Test
    void theSameShopperHasTheSameCardOnEveryMachine() {
        assertThat(CARDS.subList(0, 4))
                .containsExactly("5289036237887398", "4541596206934684", "5340314608457134", "4975245349804801");
        assertThat(Cards.of(9)).isEqualTo(CARDS.get(9));
        assertThat(CARDS).doesNotHaveDuplicates();
    }

    @Test
    void theContractAcceptsAll() {
        try (var factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()) {
            var validator = factory.getValidator();
            assertThat(validator.validateValue(PlaceOrderRequest.class, "cardNumber", "4242424242424241"))
                    .isNotEmpty();
            assertThat(CARDS)
                    .allMatch(card -> validator
                            .validateValue(PlaceOrderRequest.class, "cardNumber", card)
                            .isEmpty());
        }
    }

    @Test
    void theBankDeclinesNone() {
        var declining = Cards.DECLINING.stream().map(CardToken::of).collect(Collectors.toSet());
        assertThat(declining).hasSize(5);
        // Without the check, about ten of 20,000 would end as one of the five.
        assertThat(CARDS).extracting(CardToken::of).doesNotContainAnyElementsOf(declining);
    }

    @ParameterizedTest
    @CsvSource({
        "visa,       '4[0-9]{15}',                            0.38",
        "visa,       '4[0-9]{18}',                            0.03",
        "visa,       '4[0-9]{12}',                            0.02",
        "mastercard, '(5[1-5][0-9]{2}|2[2-7][0-9]{2})[0-9]{12}', 0.35",
        "maestro,    '(5018|5020|5038|6304|67)[0-9]{8,17}',   0.12",
        "amex,       '3[47][0-9]{13}',                        0.05",
        "discover,   '(6011|65)[0-9]+',                       0.03",
        "jcb,        '35[0-9]{14}',                           0.02"
    })
    void schemesHaveTheirShares(String scheme, String form, double share) {
        assertThat(share(card -> card.matches(form))).as(scheme).isCloseTo(share, within(0.01));
    }

    @Test
    void maestroHasEveryLength() {
        for (var length = 12; length <= 19; length++) {
            var digits = length;
            assertThat(share(card -> card.length() == digits && card.matches("(5018|5020|5038|6304|67).*")))
                    .as(length + " digits")
                    .isCloseTo(0.12 / 8, within(0.005));
        }
    }

    @Test
    void neitherCountryNorClientDecidesOnTheScheme() {
        // Else a failure of one scheme would look like a failure of one country.
        var kinds = IntStream.range(0, CARDS.size())
                .boxed()
                .collect(Collectors.groupingBy(
                        i -> SeededShoppers.country(i) + " "
                                + Client.of(i).userAgent().startsWith("OrderFlow-iOS/"),
                        Collectors.averagingInt(i -> CARDS.get(i).matches("5[1-5].*|2.*") ? 1 : 0)));
        assertThat(kinds)
                .hasSize(2 * Country.values().length)
                .allSatisfy((kind, share) -> assertThat(share).isCloseTo(0.35, within(0.1)));
    }

    private static double share(Predicate<String> which) {
        return CARDS.stream().filter(which).count() / (double) CARDS.size();
    }
}
