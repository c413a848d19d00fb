package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodDistributionTest {

    private static final Map<String, Integer> MODEL =
            Map.of("gateway", 6, "auth", 7, "user", 6, "order", 8, "inventory", 8, "payment", 6, "notification", 6);

    private final PodDistribution spread = new PodDistribution(MODEL);

    @Test
    void theModelsOwnNumberGivesTheModel() {
        assertThat(spread.over(47)).isEqualTo(MODEL);
    }

    @Test
    void oneEachIsTheLeast() {
        assertThat(spread.over(7))
                .containsOnlyKeys(MODEL.keySet())
                .containsValue(1)
                .doesNotContainValue(2);
        assertThatIllegalArgumentException().isThrownBy(() -> spread.over(6)).withMessageContaining("PODS=6");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 13, 20, 21, 33, 46, 48, 60, 94})
    void everyPodIsGiven(int pods) {
        var given = spread.over(pods);
        assertThat(given.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(pods);
        assertThat(given.values()).allMatch(count -> count >= 1);
    }

    @Test
    void scalingBackStartsNoPod() {
        var back =
                spread.backTo(20, Map.of("gateway", 2, "auth", 2, "user", 1, "order", 9, "inventory", 0, "payment", 6));
        assertThat(back)
                .containsEntry("gateway", 2)
                .containsEntry("auth", 2)
                .containsEntry("user", 1)
                .containsEntry("inventory", 1)
                .containsEntry("notification", 1);
        assertThat(back.get("order")).isEqualTo(spread.over(20).get("order"));
    }

    @Test
    void aServiceWithoutAPodIsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PodDistribution(Map.of("order", 0)))
                .withMessageContaining("order");
    }
}
