package dev.orderflow.course.check;

import dev.orderflow.local.LocalSystem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A trouble that a check plants: a session of PostgreSQL that holds a lock for longer than a request may wait, as a
 * migration or a report does.
 */
enum Trouble {
    LOCKED_STOCK("inventory", "lock table inventory.stock in exclusive mode"),
    LOCKED_ORDERS("order", "lock table orders.\"order\" in exclusive mode");

    /** Short enough that a request still gets its answer within the gateway's deadline of 2 s. */
    static final Duration SHORT = Duration.ofMillis(800);

    private final String service;
    private final String statement;

    Trouble(String service, String statement) {
        this.service = service;
        this.statement = statement;
    }

    static Trouble of(long seed) {
        return values()[new Random(seed).nextInt(values().length)];
    }

    /** The service that waits for the lock. */
    String service() {
        return service;
    }

    /** Takes the lock; closing what is returned gives it back. */
    Held begin(LocalSystem system) throws SQLException {
        var session = system.postgres().getPostgresDatabase().getConnection();
        session.setAutoCommit(false);
        try (var lock = session.createStatement()) {
            lock.execute(statement);
        }
        return new Held(session);
    }

    /**
     * Makes a request while the lock is held, for {@link #SHORT}: the request is slow, and is answered.
     *
     * @return what the request returned
     */
    <T> T during(LocalSystem system, Callable<T> request) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> answer;
            try (var _ = begin(system)) {
                answer = threads.submit(request);
                TimeUnit.NANOSECONDS.sleep(SHORT.toNanos());
            }
            return answer.get();
        }
    }

    /** A lock that is held. */
    record Held(Connection session) implements AutoCloseable {

        @Override
        public void close() throws SQLException {
            session.rollback();
            session.close();
        }
    }
}
