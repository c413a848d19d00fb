package dev.orderflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.orderflow.testkit.Postgresql;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pool as orderflow-platform.yaml sets it up, on a real PostgreSQL behind a network that can go silent. */
class ConnectionTimeoutsTest {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = Postgresql.start();
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    @Test
    void everyConnectionHasItsLimits() throws Exception {
        try (var pool = pool(postgres.getPort(), Map.of())) {
            assertThat(pool.getKeepaliveTime()).isEqualTo(Duration.ofMinutes(1).toMillis());
            assertThat(pool.getDataSourceProperties())
                    .containsEntry("socketTimeout", "40")
                    .containsEntry("connectTimeout", "5")
                    .containsEntry("tcpKeepAlive", "true");
            var jdbc = JdbcClient.create(pool);
            assertThat(setting(jdbc, "statement_timeout")).isEqualTo("30s");
            assertThat(setting(jdbc, "idle_in_transaction_session_timeout")).isEqualTo("1min");
        }
    }

    @Test
    @Timeout(30)
    void aDatabaseThatGoesSilentIsGivenUp() throws Exception {
        try (var network = new Network(postgres.getPort());
                var pool = pool(network.port(), Map.of("data-source-properties.socketTimeout", "1"))) {
            var jdbc = JdbcClient.create(pool);
            assertThat(jdbc.sql("select 1").query(Integer.class).single()).isOne();
            network.goSilent();
            assertThatThrownBy(() -> jdbc.sql("select 1").query(Integer.class).single())
                    .hasRootCauseInstanceOf(IOException.class);
            network.comeBack();
            assertThat(jdbc.sql("select 1").query(Integer.class).single()).isOne();
        }
    }

    @Test
    @Timeout(30)
    void aSessionWhoseTransactionIsAbandonedLosesItsLocks() throws Exception {
        var soon = Map.of("data-source-properties.options", "-c idle_in_transaction_session_timeout=1s");
        try (var pool = pool(postgres.getPort(), soon);
                var abandoned = pool.getConnection()) {
            abandoned.setAutoCommit(false);
            abandoned.createStatement().execute("select pg_advisory_xact_lock(1)");
            try (var other = pool.getConnection()) {
                other.createStatement().execute("select pg_advisory_xact_lock(1)");
            }
            assertThatThrownBy(() -> abandoned.createStatement().execute("select 1"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private static String setting(JdbcClient jdbc, String name) {
        return jdbc.sql("select current_setting(:name)")
                .param("name", name)
                .query(String.class)
                .single();
    }

    private static HikariDataSource pool(int port, Map<String, String> settings) throws IOException {
        var sources = new MutablePropertySources();
        var own = new HashMap<String, Object>();
        settings.forEach((name, value) -> own.put("spring.datasource.hikari." + name, value));
        sources.addLast(new MapPropertySource("test", own));
        new YamlPropertySourceLoader()
                .load("platform", new ClassPathResource("orderflow-platform.yaml"))
                .forEach(sources::addLast);
        var config = new Binder(ConfigurationPropertySources.from(sources))
                .bind("spring.datasource.hikari", Bindable.of(HikariConfig.class))
                .get();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres");
        config.setUsername("postgres");
        return new HikariDataSource(config);
    }

    /** Passes bytes on to a port of this machine; once silent it passes none on, and closes nothing. */
    private static final class Network implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final int target;
        private volatile boolean silent;

        Network(int target) throws IOException {
            this.target = target;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        void goSilent() {
            silent = true;
        }

        /** For new connections: what was swallowed is lost. */
        void comeBack() {
            silent = false;
        }

        private void accept() {
            try {
                while (true) {
                    var client = listener.accept();
                    var server = new Socket(InetAddress.getLoopbackAddress(), target);
                    for (var way : List.of(List.of(client, server), List.of(server, client))) {
                        Thread.ofVirtual().start(() -> pass(way.getFirst(), way.getLast()));
                    }
                }
            } catch (IOException e) {
                // Closed.
            }
        }

        private void pass(Socket from, Socket to) {
            var lost = false;
            try {
                var bytes = new byte[8192];
                for (var length = from.getInputStream().read(bytes);
                        length >= 0;
                        length = from.getInputStream().read(bytes)) {
                    lost |= silent;
                    if (!lost) {
                        to.getOutputStream().write(bytes, 0, length);
                    }
                }
            } catch (IOException e) {
                // One of the two hung up.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
