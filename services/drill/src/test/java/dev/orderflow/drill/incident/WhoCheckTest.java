package dev.orderflow.drill.incident;

import static dev.orderflow.drill.incident.WhoCheck.isRight;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhoCheckTest {

    private static final List<List<String>> ONE = List.of(List.of("card ≤ 15"));
    private static final List<List<String>> TWO =
            List.of(List.of("card ≤ 15"), List.of("city = other", "street = other"));
    private static final Set<String> CARD = Set.of("card ≤ 15");
    private static final Set<String> LETTER = Set.of("street = other");
    private static final Set<String> RELEASE = Set.of("version = 2");

    @Test
    void oneGroupIsNamedFirst() {
        assertThat(isRight(ONE, List.of(CARD))).isTrue();
        assertThat(isRight(ONE, List.of(Set.of("version = 2", "card ≤ 15")))).isTrue();
        assertThat(isRight(ONE, List.of(CARD, RELEASE))).isTrue();
        assertThat(isRight(ONE, List.of(RELEASE, CARD))).isFalse();
        assertThat(isRight(ONE, List.of())).isFalse();
    }

    @Test
    void eachOfTwoGroupsIsNamed() {
        assertThat(isRight(TWO, List.of(LETTER, CARD))).isTrue();
        assertThat(isRight(TWO, List.of(CARD))).isFalse();
        assertThat(isRight(TWO, List.of(CARD, RELEASE))).isFalse();
    }

    @Test
    void nothingIsNamedWhereItHitsAllAlike() {
        assertThat(isRight(List.of(), List.of())).isTrue();
        assertThat(isRight(List.of(), List.of(RELEASE))).isFalse();
    }
}
