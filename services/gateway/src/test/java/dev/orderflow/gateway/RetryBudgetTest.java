package dev.orderflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    @Test
    void aServiceThatIsDownIsAskedATenthMoreAndNotTwiceAsOften() {
        var budget = budget("10", "10");
        var retries = 0;
        for (var i = 0; i < 1000; i++) {
            budget.request();
            retries += budget.retry() ? 1 : 0;
        }
        assertThat(retries).isBetween(100, 110); // a tenth, and the burst that was saved before
    }

    @Test
    void noMoreThanABurstIsSaved() {
        var budget = budget("10", "3");
        for (var i = 0; i < 1000; i++) {
            budget.request();
        }
        assertThat(new boolean[] {budget.retry(), budget.retry(), budget.retry(), budget.retry()})
                .containsExactly(true, true, true, false);
    }

    @Test
    void withoutAShareThereIsNone() {
        var budget = budget("0", "10");
        budget.request();
        assertThat(budget.retry()).isFalse();
    }

    private static RetryBudget budget(String percent, String burst) {
        return new RetryBudget(TestProperties.with("retry.percent", percent, "retry.burst", burst)
                .retry());
    }
}
