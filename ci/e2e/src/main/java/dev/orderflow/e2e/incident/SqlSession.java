package dev.orderflow.e2e.incident;

import dev.orderflow.e2e.incident.IncidentFile.Incident.Sql;
import dev.orderflow.e2e.verify.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Somebody at PostgreSQL with {@code psql}, in its own pod; what is run there says itself how long it takes at most. */
final class SqlSession {

    private static final String NAMESPACE = "orderflow";
    private static final String POD = "postgresql-0";
    private static final List<String> PSQL = List.of(
            "psql", "--host=/tmp", "--username=postgres", "--dbname=orderflow", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1");

    /** What is wrong with a statement shows at once. */
    private static final int REFUSED_WITHIN_SECONDS = 5;

    private final Kubectl kubectl;
    private final Sql sql;

    SqlSession(Kubectl kubectl, Sql sql) {
        this.kubectl = kubectl;
        this.sql = sql;
    }

    /**
     * Begins it, and leaves it to itself.
     *
     * @throws IllegalStateException where psql ends at once; the message holds its words
     */
    void begin() throws InterruptedException {
        var process = kubectl.exec(POD, NAMESPACE, PSQL);
        try (var input = process.getOutputStream()) {
            input.write(sql.run().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (process.waitFor(REFUSED_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0) {
            throw new IllegalStateException("psql did not take it: " + words(process));
        }
    }

    /** Where there is nothing to undo, it does nothing. */
    void undo() {
        try {
            var process = kubectl.exec(POD, NAMESPACE, PSQL);
            try (var input = process.getOutputStream()) {
                input.write(sql.undo().getBytes(StandardCharsets.UTF_8));
            }
            var words = words(process);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("psql did not undo it: " + words);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String words(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
