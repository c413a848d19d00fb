package dev.orderflow.platform.outbox;

import dev.orderflow.platform.telemetry.Untraced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Publishes the events of the outbox to Kafka, in their order. */
final class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    /** One relay at a time over all pods keeps an order's events in sequence; the others wait for their turn. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext(current_schema() || '.outbox'))";

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final KafkaTemplate<String, String> kafka;
    private final OutboxProperties properties;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    OutboxRelay(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            KafkaTemplate<String, String> kafka,
            OutboxProperties properties) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.kafka = kafka;
        this.properties = properties;
    }

    /** Has the relay look into the table at once. */
    void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("outbox-relay").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        var relay = thread;
        if (relay != null) {
            relay.interrupt();
            try {
                relay.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        var failures = 0;
        while (running) {
            try {
                while (relay() == properties.batch()) {
                    // A full batch: there may be more.
                }
                if (failures > 0) {
                    log.info("outbox: sending again after {} failures", failures);
                }
                failures = 0;
                if (work.tryAcquire(properties.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (!running) {
                    return;
                }
                if (failures++ == 0) {
                    log.warn("outbox: cannot send, what is in it waits: {}", e.toString());
                }
                if (!pause(failures)) {
                    return;
                }
            }
        }
    }

    /** Sends one batch; a failure rolls back, and all of it is sent again. */
    int relay() {
        return Untraced.call(() -> {
            var sent = transaction.execute(status -> {
                jdbc.sql(LOCK).query((row, number) -> 0).list();
                var rows = next();
                var sends = new ArrayList<CompletableFuture<?>>();
                for (var row : rows) {
                    try (var _ = row.trace().toContext().makeCurrent()) {
                        sends.add(kafka.send(new ProducerRecord<>(row.topic(), row.key(), row.payload())));
                    }
                }
                CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
                published(rows);
                return rows.size();
            });
            return sent == null ? 0 : sent;
        });
    }

    private List<Row> next() {
        return jdbc.sql("""
                        select seq, topic, key, payload, traceparent, tracestate
                        from outbox where published_at is null order by seq limit :batch
                        """)
                .param("batch", properties.batch())
                .query((row, number) -> new Row(
                        row.getLong("seq"),
                        row.getString("topic"),
                        row.getString("key"),
                        row.getString("payload"),
                        new TraceContext(row.getString("traceparent"), row.getString("tracestate"))))
                .list();
    }

    private void published(List<Row> rows) {
        if (!rows.isEmpty()) {
            jdbc.sql("update outbox set published_at = now() where seq in (:sent)")
                    .param("sent", rows.stream().map(Row::seq).toList())
                    .update();
        }
    }

    private static boolean pause(int failures) {
        var longest = Math.min(LONGEST_BACKOFF.toMillis(), 200L << Math.min(failures, 10));
        try {
            // Spread, so that the pods don't all come back in the same moment.
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private record Row(long seq, String topic, String key, String payload, TraceContext trace) {}
}
