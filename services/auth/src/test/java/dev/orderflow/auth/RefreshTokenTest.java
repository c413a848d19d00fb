package dev.orderflow.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RefreshTokenTest {

    private final RefreshToken token = RefreshToken.first(UUID.randomUUID());

    @Test
    void itsTextIsReadBack() {
        var read = RefreshToken.parse(token.text()).orElseThrow();
        assertThat(read.session()).isEqualTo(token.session());
        assertThat(read.familyHash()).isEqualTo(token.familyHash());
        assertThat(read.secretHash()).isEqualTo(token.secretHash());
    }

    @Test
    void theNextHasTheFamilyAndAnotherSecret() {
        assertThat(token.next().familyHash()).isEqualTo(token.familyHash());
        assertThat(token.next().secretHash()).isNotEqualTo(token.secretHash());
    }

    @Test
    void whatIsNoTokenIsNone() {
        for (var text : List.of("", "x", "a b", token.text().substring(1), token.text() + "AAAA", "ü".repeat(86))) {
            assertThat(RefreshToken.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void aLogLineHoldsNoSecret() {
        assertThat(token.toString())
                .doesNotContain(token.text())
                .contains(token.session().toString());
    }
}
