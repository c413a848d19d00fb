package dev.orderflow.who;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares units of which those with a planted cause fail. */
class ComparisonTest {

    private static final int SEEDS = 5;

    private static Answer compare(List<Unit> units) {
        return new Comparison(units, Attributes.generality()).answer();
    }

    @ParameterizedTest
    @EnumSource
    void namesWhatThoseThatFailHaveInCommon(Planted planted) {
        assertThat(right(planted, a -> planted.hits(a) ? 1 : 0)).isEqualTo(SEEDS);
    }

    @ParameterizedTest
    @EnumSource
    void namesItWhereTwoInFiveFailAndOthersFailForAnotherReason(Planted planted) {
        assertThat(right(planted, a -> planted.hits(a) ? 0.4 : 0.005)).isGreaterThanOrEqualTo(SEEDS - 1);
    }

    private static long right(Planted planted, ToDoubleFunction<Map<String, String>> chance) {
        return IntStream.range(0, SEEDS)
                .mapToObj(seed -> compare(new Population(seed).units(80, 400, chance)))
                .filter(answer -> {
                    var isRight = !answer.findings().isEmpty()
                            && planted.accepts(answer.findings().getFirst().conditions());
                    if (!isRight) {
                        System.out.println(planted + " "
                                + answer.findings().stream()
                                        .map(f -> Planted.text(f.conditions()) + " " + f.casesWith() + "/"
                                                + f.controlsWith())
                                        .toList());
                    }
                    return isRight;
                })
                .count();
    }

    @Test
    void namesNothingWhereAnybodyMayFail() {
        var named = IntStream.range(0, 60)
                .mapToObj(seed -> compare(new Population(seed).units(300, _ -> seed % 2 == 0 ? 0.05 : 0.5)))
                .filter(answer -> !answer.findings().isEmpty())
                .count();
        assertThat(named).isLessThanOrEqualTo(2);
    }

    @Test
    void namesBothOfTwoCauses() {
        ToDoubleFunction<Map<String, String>> chance =
                a -> Planted.CARD_LENGTH.hits(a) || Planted.RELEASE.hits(a) ? 1 : 0;
        var answer = compare(new Population(47).units(100, 400, chance));
        assertThat(answer.findings()).hasSize(2);
        assertThat(answer.findings()).anyMatch(finding -> Planted.CARD_LENGTH.accepts(finding.conditions()));
        assertThat(answer.findings()).anyMatch(finding -> Planted.RELEASE.accepts(finding.conditions()));
    }
}
