package dev.orderflow.pager.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "s, 0, 0 s",
        "s, 0.0000005, 0.5 µs",
        "s, 0.0123456, 12.3 ms",
        "s, 59.96, 60 s",
        "s, 90, 1.5 min",
        "s, 7200, 2 h",
        "s, -0.25, -250 ms",
        "s, NaN, –",
        "s, Infinity, ∞",
        "m, 90, 1.5 h",
        "percentunit, 0, 0%",
        "percentunit, 0.12345, 12.3%",
        "percentunit, 12.3456, 1235%",
        "bytes, 1536, 1.5 KiB",
        "bytes, 3221225472, 3 GiB",
        "short, 47, 47",
        "short, 1234, 1234",
        "short, 1234567, 1.23 M",
        "opm, 12.5, 12.5 ops/m",
        "'suffix: ×', 14.44, '14.4 ×'",
        "unheard, 5, 5"
    })
    void aNumberIsReadByTheLargestStepThatItReaches(String unit, double value, String text) {
        assertThat(Unit.of(unit).text(value, null)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"percentunit, 0.5, 0, 50%", "'suffix: ×', 2, 1, '2.0 ×'", "percentunit, 0.005, 0, 1%"})
    void asManyDecimalsAsTheDashboardSays(String unit, double value, int decimals, String text) {
        assertThat(Unit.of(unit).text(value, decimals)).isEqualTo(text);
    }
}
