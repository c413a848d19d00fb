package dev.orderflow.drill.incident;

import dev.orderflow.drill.cluster.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sessions in the stores' own pods: scripts of a shell, and psql in PostgreSQL's. The local processes are plain shells
 * that are opened before anything runs in them, and that stay when it has ended: neither their arguments nor their
 * number shows what runs, or whether anything does.
 */
public final class StoreSession implements AutoCloseable {

    private static final String NAMESPACE = "orderflow";
    private static final String POSTGRESQL = "postgresql-0";
    private static final String VALKEY = "valkey-0";
    private static final String KAFKA = "kafka-0";

    /** The pods in which shells are opened beforehand. */
    static final List<String> PODS = List.of(POSTGRESQL, VALKEY, KAFKA);

    /**
     * How many shells are opened beforehand in PostgreSQL's pod: as many as the trigger with the most sessions needs.
     */
    static final int SHELLS = 2;

    /** The statements, as a here-document whose end marker no statement contains. */
    private static final String PSQL = """
            psql --host=/tmp --username=postgres --dbname=orderflow --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 <<'END_OF_STATEMENTS'
            %s
            END_OF_STATEMENTS""";

    /**
     * A script whose failure does not end the shell, the line that says how it ended, and a program that does nothing
     * until this end closes the shell's input.
     */
    private static final String KEPT = """
            (
            set -eu
            %s
            )
            echo "status: $?"
            exec cat >/dev/null
            """;

    private static final String STATUS = "status: ";

    private static final String ANY_OTHER = """
            exists (
              select from pg_stat_activity
              where application_name = 'psql' and usename = 'postgres' and pid <> pg_backend_pid())""";

    /** How long psql has to report a faulty statement. */
    private static final int REFUSED_WITHIN_SECONDS = 5;

    private final Kubectl kubectl;
    private final Map<String, Deque<Process>> unused = new HashMap<>();

    /** Shells that were opened beforehand and have run a script. */
    private final List<Process> used = new ArrayList<>();

    public StoreSession(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** Opens the shells. If that fails, {@link #begin} tries again and reports the failure. */
    public void open() {
        for (var pod : PODS) {
            for (var i = 0; i < (pod.equals(POSTGRESQL) ? SHELLS : 1); i++) {
                unused(pod).add(connect(pod));
            }
        }
    }

    private Deque<Process> unused(String pod) {
        return unused.computeIfAbsent(pod, _ -> new ArrayDeque<>());
    }

    private Process connect(String pod) {
        return kubectl.exec(pod, NAMESPACE, List.of("sh"));
    }

    /** Reports whether a session of the superuser with psql is open, besides the one that asks. */
    boolean isAnyOpen() {
        return isTrue(ANY_OTHER);
    }

    /**
     * Reports whether an SQL expression is true.
     *
     * @throws IllegalStateException if PostgreSQL does not say; the message holds the output of psql
     */
    boolean isTrue(String expression) {
        var outcome = finished(start(POSTGRESQL, PSQL.formatted("select (" + expression.strip() + ")::boolean;")));
        return switch (outcome.words()) {
            case "t" -> true;
            case "f" -> false;
            default ->
                throw new IllegalStateException(
                        "PostgreSQL does not say whether %s: %s".formatted(expression.strip(), outcome.words()));
        };
    }

    /**
     * Starts the statements of a trigger, and does not wait for their end.
     *
     * @throws IllegalStateException if psql fails at once; the message holds its output
     */
    void begin(SqlTrigger sql) throws InterruptedException {
        var outcome = start(POSTGRESQL, PSQL.formatted(sql.run().strip()));
        try {
            require(outcome.get(REFUSED_WITHIN_SECONDS, TimeUnit.SECONDS), "psql did not take it");
        } catch (TimeoutException e) {
            // The statements run on.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends the statements of a trigger, whichever session started them; no-op if none run. */
    void undo(SqlTrigger sql) {
        require(finished(start(POSTGRESQL, PSQL.formatted(sql.undo().strip()))), "psql did not undo it");
    }

    /**
     * Runs a script with the shell of a store's pod, and waits for its end.
     *
     * @throws IllegalStateException if it fails; the message holds its output
     */
    void run(String pod, String script) {
        require(finished(start(pod, script.strip())), "what ran in " + pod + " failed");
    }

    /**
     * Runs a script with the shell of a store's pod, and waits for its end.
     *
     * @return whether it succeeded
     * @throws IllegalStateException if it could not be run
     */
    boolean succeeds(String pod, String script) {
        var outcome = finished(start(pod, script.strip()));
        if (outcome.status().isEmpty()) {
            throw new IllegalStateException("nothing can be run in %s: %s".formatted(pod, outcome.words()));
        }
        return outcome.status().getAsInt() == 0;
    }

    /**
     * How a script ended.
     *
     * @param status its exit code; empty if the session ended before the script did
     * @param words its output
     */
    private record Outcome(OptionalInt status, String words) {}

    private static void require(Outcome outcome, String failure) {
        if (outcome.status().orElse(1) != 0) {
            throw new IllegalStateException(failure + ": " + outcome.words());
        }
    }

    private static Outcome finished(CompletableFuture<Outcome> outcome) {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<Outcome> start(String pod, String script) {
        var opened = unused(pod).poll();
        var isKept = opened != null && opened.isAlive();
        var process = opened != null && isKept ? opened : connect(pod);
        try {
            var input = process.getOutputStream();
            input.write(KEPT.formatted(script).getBytes(StandardCharsets.UTF_8));
            if (isKept) {
                used.add(process);
                input.flush();
            } else {
                input.close(); // ends the shell after the script
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var outcome = new CompletableFuture<Outcome>();
        Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(read(process));
            } catch (UncheckedIOException e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    private static Outcome read(Process process) {
        var lines = process.inputReader(StandardCharsets.UTF_8).lines().iterator();
        var words = new ArrayList<String>();
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.startsWith(STATUS)) {
                return new Outcome(OptionalInt.of(Integer.parseInt(line.substring(STATUS.length()))), joined(words));
            }
            words.add(line);
        }
        return new Outcome(OptionalInt.empty(), joined(words));
    }

    private static String joined(List<String> words) {
        return String.join("\n", words).strip();
    }

    /** Ends the shells. Statements that were started go on. */
    @Override
    public void close() {
        unused.values().forEach(ofPod -> ofPod.forEach(Process::destroy));
        for (var process : used) {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                // It has ended already.
            }
        }
    }
}
