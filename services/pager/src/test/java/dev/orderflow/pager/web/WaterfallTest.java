package dev.orderflow.pager.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.pager.evidence.Chain.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaterfallTest {

    @Test
    void eachSpanStandsFromItsBeginToItsEnd() {
        var rows = Waterfall.of(List.of(
                        new Bar("gateway", "POST", 0, 0, 2000, true, false),
                        new Bar("inventory", "update stock", 30, 500, 1000, false, true)))
                .rows();
        assertThat(rows.getFirst()).satisfies(row -> {
            assertThat(row.x()).isZero();
            assertThat(row.width()).isEqualTo(1000);
            assertThat(row.look()).isEqualTo("failed");
        });
        assertThat(rows.getLast()).satisfies(row -> {
            assertThat(row.x()).isEqualTo(250);
            assertThat(row.width()).isEqualTo(500);
            assertThat(row.duration()).isEqualTo("1.0 ms");
            assertThat(row.depth()).isEqualTo(12);
            assertThat(row.look()).isEqualTo("root-cause");
        });
    }

    @Test
    void whatIsShortIsSeenAndStaysInside() {
        var rows = Waterfall.of(List.of(
                        new Bar("a", "long", 0, 0, 1_000_000, false, false),
                        new Bar("b", "short", 1, 1_000_000, 0, false, false)))
                .rows();
        assertThat(rows.getLast().width()).isEqualTo(2);
        assertThat(rows.getLast().x()).isEqualTo(998);
    }

    @Test
    void noSpansAreNoPicture() {
        assertThat(Waterfall.of(List.of()).rows()).isEmpty();
    }
}
