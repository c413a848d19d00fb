package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.incident.IncidentFile.Incident;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProveTest {

    private static final Map<String, Long> ALL =
            Map.of("ErrorRateHigh", 250L, "LatencyMedianUp", 330L, "ConsumerLagCritical", 370L);

    private static final Map<String, Integer> DELIVERED = Map.of("ErrorRateHigh gateway", 1);

    private final Incident incident = IncidentFile.named(Tree.incidents(Tree.ROOT), "scale-47");

    @Test
    void aRunPassesIfItMeetsTheExpectationOfItsEntry() {
        assertThat(wrong("47", ALL, List.of(), List.of())).isEmpty();
        assertThat(wrong("7", Map.of(), List.of(), List.of())).isEmpty();
        assertThat(wrong("33", Map.of(), List.of(), List.of())).isEmpty();
        assertThat(wrong("33", Map.of("ErrorRateHigh", 250L), List.of(), List.of()))
                .isEmpty();
        assertThat(wrong("47-fixed", Map.of(), List.of(), List.of())).isEmpty();
    }

    @Test
    void elseItIsSaidWhatWentWrong() {
        assertThat(wrong("47", Map.of("ErrorRateHigh", 250L), List.of(), List.of()))
                .containsExactly("did not page: [LatencyMedianUp, ConsumerLagCritical]");
        assertThat(wrong("47-fixed", Map.of("ErrorRateHigh", 250L), List.of(), List.of()))
                .containsExactly("paged: [ErrorRateHigh]");
        assertThat(wrong("47", ALL, List.of("ErrorRateHigh came late"), List.of("nothing answers")))
                .containsExactly("ErrorRateHigh came late", "nothing answers");
        assertThat(wrong("48", Map.of(), List.of(), List.of())).containsExactly("the incident's file has no such run");
    }

    @Test
    void aRunWhosePagesNobodyGotIsWrongAndOneThatIsNotOver() {
        assertThat(wrong("47", ALL, List.of(), List.of(), Map.of(), null))
                .containsExactly("the pager opened no page of [ErrorRateHigh, LatencyMedianUp, ConsumerLagCritical]");
        assertThat(wrong("47", ALL, List.of(), List.of(), DELIVERED, "not over after 13 minutes"))
                .containsExactly("not over after 13 minutes");
    }

    private List<String> wrong(String run, Map<String, Long> pages, List<String> late, List<String> unanswered) {
        return wrong(run, pages, late, unanswered, DELIVERED, null);
    }

    private List<String> wrong(
            String run,
            Map<String, Long> pages,
            List<String> late,
            List<String> unanswered,
            Map<String, Integer> delivered,
            @Nullable String notOver) {
        return Prove.wrong(
                incident,
                new Prove.RunResult(
                        run,
                        "2026-11-27T02:00:00Z",
                        200,
                        pages,
                        pages,
                        0.4,
                        205,
                        125,
                        120,
                        List.of(),
                        delivered,
                        late,
                        unanswered,
                        null,
                        null,
                        notOver));
    }
}
