package dev.orderflow.platform.error;

import dev.orderflow.platform.database.SqlState;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.UncategorizedDataAccessException;

/** Recognises failures whose reason is the state of a store, which takes the same command in another state. */
final class StoreState {

    /**
     * The words with which Valkey's errors begin: no memory, still loading, a replica without its primary or that takes
     * no writes, a disk that takes none, a script that runs for long.
     */
    private static final Set<String> OF_VALKEY = Set.of(
            "OOM", "LOADING", "MASTERDOWN", "READONLY", "NOREPLICAS", "MISCONF", "BUSY", "CLUSTERDOWN", "TRYAGAIN");

    /** SQLSTATE of a write that a replica, or a database that is set to read only, refuses. */
    private static final String READ_ONLY = "25006";

    private StoreState() {}

    /** Reports whether the state of a store is the reason of a failure, and not the command. */
    static boolean isReasonOf(UncategorizedDataAccessException e) {
        var message = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
        return SqlState.of(e).equals(Optional.of(READ_ONLY))
                || message != null && OF_VALKEY.contains(message.split(" ", 2)[0]);
    }
}
