package dev.orderflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PoolOpenerTest {

    @Test
    void theLogSaysWhyThereIsNoConnection(CapturedOutput output) {
        try (var pool = new HikariDataSource()) {
            pool.setJdbcUrl("jdbc:postgresql://nobody.invalid/orderflow");
            pool.setInitializationFailTimeout(-1);
            pool.setConnectionTimeout(2000);
            assertThatThrownBy(() -> new PoolOpener(pool).run()).isInstanceOf(SQLException.class);
        }
        assertThat(output.getAll()).contains("database: away (java.net.UnknownHostException: nobody.invalid)");
    }
}
