package dev.orderflow.walk.cause;

import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The causes of PostgreSQL's errors, by SQLSTATE (PostgreSQL's manual, appendix A), or by PostgreSQL's own words where
 * no SQLSTATE was recorded.
 */
final class SqlStates {

    /**
     * An error: its SQLSTATE, or the beginning of several; its words; and the cause, of the service if no component.
     */
    private record Row(
            String sqlState, Pattern words, @Nullable Component component, Mechanism mechanism) {}

    /** The first row that matches counts. */
    private static final List<Row> ROWS = List.of(
            database("53100", StoreWords.POSTGRESQL_DISK.pattern(), Mechanism.DISK_FULL),
            database("53200", "ERROR: out of memory", Mechanism.MEMORY_EXHAUSTED),
            database("53300", StoreWords.POSTGRESQL_CONNECTIONS.pattern(), Mechanism.CONNECTIONS_EXHAUSTED),
            database("40P01", "deadlock detected", Mechanism.LOCK_CONTENTION),
            database("55P03", "could not obtain lock", Mechanism.LOCK_CONTENTION),
            database("25006", "in a read-only transaction", Mechanism.BAD_CONFIGURATION),
            database("42501", "permission denied for|must be owner of", Mechanism.BAD_CONFIGURATION),
            database("2200H", "reached maximum value of sequence", Mechanism.BAD_CONFIGURATION),
            database("55000", "is not currently accepting connections", Mechanism.BAD_CONFIGURATION),
            service("28P01", "authentication failed", Mechanism.EXPIRED_CREDENTIAL),
            database("", "no pg_hba.conf entry", Mechanism.BAD_CONFIGURATION),
            service("28000", "role \".*\" (does not exist|is not permitted to log in)", Mechanism.EXPIRED_CREDENTIAL),
            service("3D000", "database \".*\" does not exist", Mechanism.BAD_CONFIGURATION),
            service(
                    "42",
                    "ERROR: (column|relation|function|type|operator) .*does not exist|is of type .* but expression is",
                    Mechanism.INCOMPATIBLE_VERSION),
            service("23502", "violates not-null constraint", Mechanism.INCOMPATIBLE_VERSION),
            database("57P", "the database system is|terminating connection", Mechanism.UNREACHABLE),
            database("08", "Connection to .* refused|connection attempt failed", Mechanism.UNREACHABLE));

    private SqlStates() {}

    private static Row database(String sqlState, String words, Mechanism mechanism) {
        return new Row(sqlState, Pattern.compile(words), Component.POSTGRESQL, mechanism);
    }

    private static Row service(String sqlState, String words, Mechanism mechanism) {
        return new Row(sqlState, Pattern.compile(words), null, mechanism);
    }

    /** Returns the cause of an error; empty if it is of none of the rows. */
    static Optional<Cause> cause(String sqlState, String message, String service) {
        return Stream.concat(
                        // Words say more than a SQLSTATE that several errors share.
                        ROWS.stream().filter(row -> row.words().matcher(message).find()),
                        ROWS.stream().filter(row -> !row.sqlState().isEmpty() && sqlState.startsWith(row.sqlState())))
                .findFirst()
                .flatMap(row -> row.component() == null
                        ? TraceCauses.component(service).map(own -> new Cause(own, row.mechanism()))
                        : Optional.of(new Cause(row.component(), row.mechanism())));
    }
}
