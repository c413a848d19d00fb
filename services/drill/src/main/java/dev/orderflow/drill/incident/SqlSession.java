package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sessions with psql in PostgreSQL's own pod. The local processes are plain shells that are opened before psql runs:
 * their arguments show neither the statements nor whether any run.
 */
public final class SqlSession implements AutoCloseable {

    private static final String NAMESPACE = "orderflow";
    private static final String POD = "postgresql-0";

    /**
     * The line that turns the shell into psql, with the statements as a here-document whose end marker no statement
     * contains.
     */
    private static final String PSQL = """
            exec psql --host=/tmp --username=postgres --dbname=orderflow --no-psqlrc --quiet --set=ON_ERROR_STOP=1 <<'END_OF_STATEMENTS'
            %s
            END_OF_STATEMENTS
            """;

    /** How many shells are opened beforehand: as many as the trigger with the most sessions needs. */
    static final int SHELLS = 2;

    private static final String OTHERS = """
            select 'open: ' || count(*) from pg_stat_activity
            where application_name = 'psql' and usename = 'postgres' and pid <> pg_backend_pid();
            """;

    /** How long psql has to report a faulty statement. */
    private static final int REFUSED_WITHIN_SECONDS = 5;

    private final Kubectl kubectl;
    private final Deque<Process> shells = new ArrayDeque<>();

    public SqlSession(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** Opens the shells. If that fails, {@link #begin} tries again and reports the failure. */
    public void open() {
        for (var i = 0; i < SHELLS; i++) {
            shells.add(connect());
        }
    }

    /** Reports whether a session of the superuser with psql is open, besides the one that asks. */
    boolean isAnyOpen() {
        return !words(run(OTHERS)).contains("open: 0");
    }

    private Process connect() {
        return kubectl.exec(POD, NAMESPACE, List.of("sh"));
    }

    /**
     * Starts the statements of a trigger, and does not wait for their end.
     *
     * @throws IllegalStateException if psql fails at once; the message holds its output
     */
    void begin(SqlTrigger sql) throws InterruptedException {
        var process = run(sql.run());
        if (process.waitFor(REFUSED_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0) {
            throw new IllegalStateException("psql did not take it: " + words(process));
        }
    }

    /** Ends the statements of a trigger, whichever session started them; no-op if none run. */
    void undo(SqlTrigger sql) {
        try {
            var process = run(sql.undo());
            var words = words(process);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("psql did not undo it: " + words);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process run(String statements) {
        var opened = shells.poll();
        var process = opened == null || !opened.isAlive() ? connect() : opened;
        try (var input = process.getOutputStream()) {
            input.write(PSQL.formatted(statements.strip()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return process;
    }

    /** Ends unused shells. Statements that were started go on. */
    @Override
    public void close() {
        shells.forEach(Process::destroy);
    }

    private static String words(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
