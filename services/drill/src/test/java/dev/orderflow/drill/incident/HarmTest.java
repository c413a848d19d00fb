package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.Deployments.Marks;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests by which marks of a Deployment a harmful action is recognised. */
class HarmTest {

    private static final Harm RESTART = new Harm("one", new Harm.Restart("order"), "because");
    private static final Harm MORE = new Harm("two", new Harm.MorePods("order"), "because");
    private static final Map<String, Marks> BEFORE = Map.of("order", new Marks(3, "earlier"), "user", new Marks(1, ""));

    @Test
    void aRestartSinceTheChangeIsDoneAndOneBeforeIsNot() {
        assertThat(RESTART.isDone(BEFORE, Map.of("order", new Marks(3, "later"))))
                .isTrue();
        assertThat(RESTART.isDone(BEFORE, BEFORE)).isFalse();
        assertThat(RESTART.isDone(BEFORE, Map.of("order", new Marks(3, "earlier"), "user", new Marks(1, "later"))))
                .isFalse();
    }

    @Test
    void morePodsAreDoneAndFewerAreNot() {
        assertThat(MORE.isDone(BEFORE, Map.of("order", new Marks(4, "earlier"))))
                .isTrue();
        assertThat(MORE.isDone(BEFORE, Map.of("order", new Marks(1, "earlier"))))
                .isFalse();
    }

    @Test
    void aServiceThatIsGoneWasNotHarmed() {
        assertThat(MORE.isDone(BEFORE, Map.of())).isFalse();
        assertThat(MORE.isDone(Map.of(), BEFORE)).isFalse();
    }
}
