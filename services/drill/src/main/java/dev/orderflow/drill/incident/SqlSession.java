package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A shell in PostgreSQL's own pod, and in it {@code psql}, as somebody there has it; what is run says itself how long
 * it takes at most. The process on this machine is that of the shell, open before psql and without: its arguments do
 * not tell whether anything is run, or what.
 */
public final class SqlSession implements AutoCloseable {

    private static final String NAMESPACE = "orderflow";
    private static final String POD = "postgresql-0";

    /** The shell becomes psql, which reads the statements; of no shell's text is this a line. */
    private static final String PSQL = """
            exec psql --host=/tmp --username=postgres --dbname=orderflow --no-psqlrc --quiet --set=ON_ERROR_STOP=1 <<'END_OF_STATEMENTS'
            %s
            END_OF_STATEMENTS
            """;

    /** What is wrong with a statement shows at once. */
    private static final int REFUSED_WITHIN_SECONDS = 5;

    private final Kubectl kubectl;
    private @Nullable Process shell;

    public SqlSession(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** Opens the shell. Where it cannot be opened, {@link #begin} tries again, and says so. */
    public void open() {
        shell = connect();
    }

    private Process connect() {
        return kubectl.exec(POD, NAMESPACE, List.of("sh"));
    }

    /**
     * Begins it, and leaves it to itself.
     *
     * @throws IllegalStateException where psql ends at once; the message holds its words
     */
    void begin(SqlTrigger sql) throws InterruptedException {
        var process = run(sql.run());
        if (process.waitFor(REFUSED_WITHIN_SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0) {
            throw new IllegalStateException("psql did not take it: " + words(process));
        }
    }

    /** Ends what was begun, by whichever session. Where there is nothing to undo, it does nothing. */
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
        var process = shell == null || !shell.isAlive() ? connect() : shell;
        shell = null;
        try (var input = process.getOutputStream()) {
            input.write(PSQL.formatted(statements.strip()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return process;
    }

    /** Ends a shell in which nothing was begun; what was begun goes on. */
    @Override
    public void close() {
        if (shell != null) {
            shell.destroy();
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
