package dev.orderflow.platform.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A pool of one connection, which somebody else has. */
class StoreAdviceTest {

    private EmbeddedPostgres postgres;
    private HikariDataSource pool;
    private MockMvcTester mvc;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgresql.start();
        pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(250);
        mvc = MockMvcTester.create(MockMvcBuilders.standaloneSetup(new Clocks(pool))
                .setControllerAdvice(new ErrorAdvice(), new StoreAdvice())
                .build());
    }

    @AfterEach
    void stop() throws Exception {
        pool.close();
        postgres.close();
    }

    @Test
    void aPoolWithoutAConnectionIsAStoreThatDoesNotAnswer() throws Exception {
        assertThat(mvc.get().uri("/now")).hasStatusOk();
        try (Connection _ = pool.getConnection()) {
            isUnavailable("/now");
            isUnavailable("/now-in-a-transaction");
        }
        assertThat(mvc.get().uri("/now-in-a-transaction")).hasStatusOk();
    }

    @Test
    void soIsADatabaseThatIsGone() throws Exception {
        postgres.close();
        isUnavailable("/now");
        isUnavailable("/now-in-a-transaction");
    }

    @Test
    void soIsADatabaseThatTakesNoWrites() throws Exception {
        assertThat(mvc.get().uri("/write")).hasStatusOk();
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set default_transaction_read_only = on");
        }
        isUnavailable("/write");
        assertThat(mvc.get().uri("/now")).hasStatusOk();
    }

    @Test
    void aWrongStatementIsABugOfOurs() {
        assertThat(mvc.get().uri("/wrong")).hasStatus(500);
    }

    private void isUnavailable(String path) {
        var answer = mvc.get().uri(path).exchange();
        assertThat(answer).hasStatus(503);
        assertThat(answer).bodyJson().extractingPath("code").isEqualTo("STORE_UNAVAILABLE");
    }

    @RestController
    static class Clocks {

        private final JdbcClient jdbc;
        private final TransactionTemplate transaction;

        Clocks(HikariDataSource pool) {
            jdbc = JdbcClient.create(pool);
            transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        }

        @GetMapping("/now")
        String now() {
            return jdbc.sql("select now()").query(String.class).single();
        }

        @GetMapping("/now-in-a-transaction")
        String nowInATransaction() {
            return String.valueOf(transaction.<String>execute(status -> now()));
        }

        @GetMapping("/write")
        String write() {
            jdbc.sql("create table if not exists note (text text)").update();
            return String.valueOf(jdbc.sql("insert into note values ('one')").update());
        }

        @GetMapping("/wrong")
        String wrong() {
            return jdbc.sql("select nothing").query(String.class).single();
        }
    }
}
