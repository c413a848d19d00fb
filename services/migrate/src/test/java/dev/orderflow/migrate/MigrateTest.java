package dev.orderflow.migrate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class MigrateTest {

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithTheReasonAndTheSettings() {
        var dataSource = new PGSimpleDataSource();
        dataSource.setUrl("jdbc:postgresql://nobody.invalid/orderflow");
        assertThatThrownBy(() -> Migrate.await(dataSource, Duration.ZERO))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("UnknownHostException: nobody.invalid")
                .hasMessageContaining("check SPRING_DATASOURCE_URL");
    }
}
