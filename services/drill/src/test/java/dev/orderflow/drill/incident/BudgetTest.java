package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that the numbers of scale-47 follow from the chart's values and the incident's file. */
class BudgetTest {

    private final Budget budget = Budget.of(values());
    private final Incident incident = IncidentFile.load(Path.of("../../k8s/incidents/scale-47.yaml"));
    private final PodDistribution spread = new PodDistribution(((ScaleTrigger) incident.trigger()).pods());

    @Test
    void sevenAndTwentyFitWithOnePodMoreOfEachInARollout() {
        assertThat(budget.asked(spread.over(7)) + 6 * budget.pool()).isLessThanOrEqualTo(budget.granted());
        assertThat(budget.asked(spread.over(20)) + 6 * budget.pool()).isLessThanOrEqualTo(budget.granted());
    }

    @Test
    void aRehearsalsPoolsFitSevenPodsAndNotTwelve() {
        var rehearsed = with(Objects.requireNonNull(incident.rehearsal()).pool());
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
        var fix = (Remedy.Upgrade) incident.preventive("pool-budget").run();
        var pool = Objects.requireNonNull(fix.set().get("defaults.pool")).asInt();
        assertThat(with(pool).asked(spread.over(47))).isLessThanOrEqualTo(budget.granted());
        assertThat(pool).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theMitigationsPodsFit() {
        var back = (Remedy.Fewer) incident.mitigation("scale-back").run();
        assertThat(budget.asked(spread.over(back.pods()))).isLessThanOrEqualTo(budget.granted());
    }

    private Budget with(int pool) {
        return new Budget(pool, budget.limit(), budget.reserved());
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
