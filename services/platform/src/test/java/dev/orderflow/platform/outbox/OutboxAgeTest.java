package dev.orderflow.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.migrate.Schemas;
import dev.orderflow.testkit.Postgresql;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** On a real PostgreSQL, with an SDK in the place of the agent. */
class OutboxAgeTest {

    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final SdkMeterProvider meters =
            SdkMeterProvider.builder().registerMetricReader(metrics).build();
    private EmbeddedPostgres postgres;
    private JdbcClient jdbc;
    private OutboxAge age;

    @BeforeEach
    void start() throws Exception {
        postgres = Postgresql.start();
        Schemas.migrate(postgres.getPostgresDatabase());
        jdbc = JdbcClient.create(postgres.getDatabase("postgres", "postgres", Map.of("currentSchema", "payment")));
        age = new OutboxAge(jdbc, meters.get("test"));
    }

    @AfterEach
    void stop() throws Exception {
        meters.close();
        postgres.close();
    }

    @Test
    void itIsTheOldestsThatIsNotPublished() {
        age.run();
        assertThat(measured()).containsExactly(0.0);
        write("published", "20 minutes");
        jdbc.sql("update outbox set published_at = now()").update();
        write("oldest", "5 minutes");
        write("newest", "1 minute");
        age.run();
        assertThat(measured())
                .singleElement()
                .satisfies(seconds -> assertThat(seconds).isBetween(300.0, 330.0));
        jdbc.sql("update outbox set published_at = now()").update();
        age.run();
        assertThat(measured()).containsExactly(0.0);
    }

    @Test
    void aDatabaseThatDoesNotAnswerHasNone() throws Exception {
        write("oldest", "5 minutes");
        age.run();
        postgres.close();
        age.run();
        assertThat(measured()).isEmpty();
    }

    private void write(String key, String ago) {
        jdbc.sql("insert into outbox (id, topic, key, payload, created_at) values (gen_random_uuid(), "
                        + "'payments', ?, '{}', now() - cast(? as interval))")
                .params(key, ago)
                .update();
    }

    private List<Double> measured() {
        return metrics.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals("outbox.age"))
                .flatMap(metric -> metric.getDoubleGaugeData().getPoints().stream())
                .map(DoublePointData::getValue)
                .toList();
    }
}
