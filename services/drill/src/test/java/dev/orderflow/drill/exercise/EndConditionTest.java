package dev.orderflow.drill.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndConditionTest {

    private static final Instant START = Instant.parse("2026-11-25T02:00:00Z");

    /** A drill whose incident begins after 100 s, whose box ends after 600 s, and that closes after 1800 s. */
    private final EndCondition ofProgram = new EndCondition(at(100), at(600), at(1800), false);

    private final EndCondition ofPerson = new EndCondition(at(100), at(600), at(1800), true);

    @Test
    void itEndsAMinuteAfterTheLastWord() {
        assertThat(ofProgram.isOver(at(759), at(700), false)).isFalse();
        assertThat(ofProgram.isOver(at(760), at(700), false)).isTrue();
    }

    @Test
    void neverBeforeItsBoxIsOver() {
        assertThat(ofProgram.isOver(at(599), at(200), false)).isFalse();
        assertThat(ofProgram.isOver(at(600), at(200), false)).isTrue();
    }

    @Test
    void notByWhatWasStatedBeforeItBegan() {
        assertThat(ofProgram.isOver(at(1799), at(99), true)).isFalse();
        assertThat(ofProgram.isOver(at(1799), null, true)).isFalse();
    }

    @Test
    void itClosesInAnyCase() {
        assertThat(ofProgram.isOver(at(1800), null, false)).isTrue();
        assertThat(ofPerson.isOver(at(1800), at(1799), false)).isTrue();
    }

    @Test
    void aPersonMayMendItFirst() {
        assertThat(ofPerson.isOver(at(900), at(700), false)).isFalse();
        assertThat(ofPerson.isOver(at(900), at(700), true)).isTrue();
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }
}
