package dev.orderflow.walk.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import org.junit.jupiter.api.Test;

class CauseTest {

    @Test
    void itIsReadFromItsWords() {
        assertThat(Cause.of("postgresql", "connections-exhausted"))
                .isEqualTo(new Cause(Component.POSTGRESQL, Mechanism.CONNECTIONS_EXHAUSTED))
                .hasToString("postgresql, connections-exhausted");
        assertThat(Cause.of("none", "none")).isEqualTo(Cause.NO_INCIDENT).hasToString("no incident");
    }

    @Test
    void aWordThatIsNotInTheListIsAnsweredWithTheList() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cause.of("database", "slow-statement"))
                .withMessageStartingWith("component must be one of: gateway, auth, ")
                .withMessageEndingWith(", load, none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cause.of("postgresql", "SLOW_STATEMENT"))
                .withMessageContaining("mechanism must be one of: connections-exhausted, lock-contention");
    }

    @Test
    void noneGoesWithNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cause.of("none", "unreachable"))
                .withMessageContaining("go together");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cause.of("kafka", "none"))
                .withMessageContaining("go together");
    }
}
