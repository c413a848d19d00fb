package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.Deployments.State;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests by which marks of a Deployment a harmful action is recognised. */
class HarmTest {

    private static final Instant EARLIER = Instant.parse("2026-11-28T02:00:00Z");
    private static final Harm RESTART = new Harm("one", new Harm.Restart("order"), "because");
    private static final Harm MORE = new Harm("two", new Harm.MorePods("order"), "because");
    private static final Map<String, State> BEFORE =
            Map.of("order", new State(3, 3, 5, EARLIER), "user", new State(1, 1, 5, Instant.EPOCH));

    @Test
    void aRestartSinceTheChangeIsDoneAndOneBeforeIsNot() {
        assertThat(RESTART.isDone(BEFORE, Map.of("order", new State(3, 3, 5, EARLIER.plusSeconds(60)))))
                .isTrue();
        assertThat(RESTART.isDone(BEFORE, BEFORE)).isFalse();
        // A roll-back brings the note of the revision before.
        assertThat(RESTART.isDone(BEFORE, Map.of("order", new State(3, 3, 5, Instant.EPOCH))))
                .isFalse();
        assertThat(RESTART.isDone(
                        BEFORE,
                        Map.of(
                                "order",
                                new State(3, 3, 5, EARLIER),
                                "user",
                                new State(1, 1, 5, EARLIER.plusSeconds(60)))))
                .isFalse();
    }

    @Test
    void morePodsAreDoneAndFewerAreNot() {
        assertThat(MORE.isDone(BEFORE, Map.of("order", new State(4, 4, 5, EARLIER))))
                .isTrue();
        assertThat(MORE.isDone(BEFORE, Map.of("order", new State(1, 1, 5, EARLIER))))
                .isFalse();
    }

    @Test
    void aServiceThatIsGoneWasNotHarmed() {
        assertThat(MORE.isDone(BEFORE, Map.of())).isFalse();
        assertThat(MORE.isDone(Map.of(), BEFORE)).isFalse();
    }
}
