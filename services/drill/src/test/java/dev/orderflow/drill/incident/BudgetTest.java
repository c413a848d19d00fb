package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The story's numbers, from the chart's own values and the incident's own file. */
class BudgetTest {

    private final Budget budget = Budget.of(values());
    private final Spread spread = new Spread(IncidentFile.load(Path.of("../../k8s/incidents/scale-47.yaml"))
            .trigger()
            .pods());

    @Test
    void sevenAndTwentyFitWithOnePodMoreOfEachInARollout() {
        assertThat(budget.asked(spread.over(7)) + 6 * budget.pool()).isLessThanOrEqualTo(budget.granted());
        assertThat(budget.asked(spread.over(20)) + 6 * budget.pool()).isLessThanOrEqualTo(budget.granted());
    }

    @Test
    void aRehearsalsPoolsFitSevenPodsAndNotTwelve() {
        var rehearsed = new Budget(budget.tight(spread.over(7)), budget.limit(), budget.reserved());
        assertThat(rehearsed.asked(spread.over(7)) + budget.asked(spread.over(7)))
                .isLessThanOrEqualTo(budget.granted());
        assertThat(rehearsed.asked(spread.over(12)) - rehearsed.pool()).isGreaterThanOrEqualTo(budget.granted());
    }

    @Test
    void thirtyThreeAreOnTheEdge() {
        var starved = (double) (budget.asked(spread.over(33)) - budget.granted()) / budget.asked(spread.over(33));
        assertThat(starved).isBetween(0.0, 0.2);
    }

    @Test
    void fortySevenStarveAThirdOfTheirPods() {
        var starved = (double) (budget.asked(spread.over(47)) - budget.granted()) / budget.asked(spread.over(47));
        assertThat(starved).isGreaterThan(0.33);
    }

    @Test
    void theFixFitsFortySeven() {
        var pods = spread.over(47);
        assertThat(budget.fitting(pods) * Budget.databasePods(pods)).isLessThanOrEqualTo(budget.granted());
        assertThat(budget.fitting(pods)).isGreaterThanOrEqualTo(2);
    }

    private static JsonNode values() {
        try {
            return new JsonMapper()
                    .valueToTree(new Yaml().load(Files.readString(Path.of("../../helm/orderflow/values.yaml"))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
