package dev.orderflow.platform.database;

import dev.orderflow.platform.telemetry.RequestAttributes;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQLSTATE of a failure, the database's own code, which no message and no stack trace holds. */
public final class SqlState {

    private SqlState() {}

    /** Records the SQLSTATE on the current span where a database is the cause. */
    public static void record(Throwable e) {
        of(e).ifPresent(RequestAttributes.DATABASE_STATE::set);
    }

    /** Returns the innermost cause's; empty where no database is one. */
    public static Optional<String> of(Throwable e) {
        var state = Optional.<String>empty();
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal && refusal.getSQLState() != null) {
                state = Optional.of(refusal.getSQLState());
            }
        }
        return state;
    }
}
