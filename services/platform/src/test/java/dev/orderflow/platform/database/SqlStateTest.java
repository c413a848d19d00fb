package dev.orderflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;

class SqlStateTest {

    @Test
    void theInnermostCausesIsTheDatabasesOwn() {
        var refused = new SQLException("FATAL: sorry, too many clients already", "53300");
        var timedOut = new SQLTransientConnectionException("not available, request timed out", "08001", refused);
        assertThat(SqlState.of(new IllegalStateException("no connection", timedOut)))
                .contains("53300");
    }

    @Test
    void aCauseWithoutOneLeavesThatOfItsOuter() {
        assertThat(SqlState.of(new SQLException("outer", "57P03", new SQLException("inner"))))
                .contains("57P03");
    }

    @Test
    void whatIsNoDatabasesHasNone() {
        assertThat(SqlState.of(new IllegalStateException("mine"))).isEmpty();
    }
}
