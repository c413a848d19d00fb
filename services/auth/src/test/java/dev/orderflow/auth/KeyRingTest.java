package dev.orderflow.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Duration SIGNS_AFTER = Duration.ofMinutes(10);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final Instant MADE = Instant.parse("2026-11-24T02:00:00Z");

    private static RSAKey old;
    private static RSAKey next;

    @BeforeAll
    static void keys() throws JOSEException {
        old = new RSAKeyGenerator(2048).keyID("old").generate();
        next = new RSAKeyGenerator(2048).keyID("next").generate();
    }

    @Test
    void theOnlyKeySignsAtOnce() {
        assertThat(ring(new KeyRing.Key(MADE, old)).signing(MADE)).isEqualTo(old);
        assertThat(ring(new KeyRing.Key(MADE, old)).signing(MADE.minusSeconds(60)))
                .isEqualTo(old);
    }

    @Test
    void aNewKeyIsPublishedAtOnceAndSignsOnceAllKnowIt() {
        assertThat(signing(MADE)).isEqualTo(old);
        assertThat(published(MADE)).containsExactly("old", "next");
        assertThat(signing(MADE.plus(SIGNS_AFTER).minusMillis(1))).isEqualTo(old);
        assertThat(signing(MADE.plus(SIGNS_AFTER))).isEqualTo(next);
    }

    @Test
    void theKeyBeforeIsPublishedUntilItsLastTokenHasEnded() {
        var last = MADE.plus(SIGNS_AFTER).plus(TOKEN_LIFE).plusSeconds(10);
        assertThat(published(last)).containsExactly("old", "next");
        assertThat(published(last.plusMillis(1))).containsExactly("next");
    }

    @Test
    void atAnyTimeWhatSignsIsPublishedAndWasForTheWholeLeadTimeBefore() {
        for (var at = MADE; at.isBefore(MADE.plus(Duration.ofMinutes(30))); at = at.plusSeconds(1)) {
            var signing = signing(at).getKeyID();
            assertThat(published(at)).contains(signing);
            assertThat(published(at.plus(TOKEN_LIFE)))
                    .as("a token signed at " + at)
                    .contains(signing);
            assertThat(published(at.minus(SIGNS_AFTER))).contains(signing);
        }
    }

    @Test
    void withoutAKeyThereIsNoRing() {
        assertThatIllegalArgumentException().isThrownBy(() -> ring());
    }

    private static RSAKey signing(Instant now) {
        return both().signing(now);
    }

    private static Stream<String> published(Instant now) {
        return both().published(now).getKeys().stream().map(JWK::getKeyID);
    }

    private static KeyRing both() {
        return ring(new KeyRing.Key(MADE, next), new KeyRing.Key(MADE.minus(Duration.ofDays(1)), old));
    }

    private static KeyRing ring(KeyRing.Key... keys) {
        return new KeyRing(List.of(keys), SIGNS_AFTER, TOKEN_LIFE);
    }
}
