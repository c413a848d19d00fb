package dev.orderflow.walk;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.Refusal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of a walk, as far as it came.
 *
 * @param page null if the walk began at a trace; then the exemplar is null, too
 * @param arrived false if neither the hops to the trace and its SQL all passed nor a check confirmed a cause
 * @param refusal the database's message, if a connection was refused
 * @param causes the likeliest first: what checks confirmed, then what the trace shows and no check excluded
 * @param confirmed whether a check confirmed the first of the causes
 * @param excluded the causes that checks ruled out
 * @param codeLocation the innermost stack frame of our own code; empty if no span or log line has one
 * @param statements the SQL that explains the trace; if the request never reached it, what the same operation ran in
 *     another trace
 * @param statementsFrom where the statements were found, in words
 */
public record Findings(
        boolean arrived,
        @Nullable Alert page,
        @Nullable Exemplar exemplar,
        String traceId,
        @Nullable Explanation explanation,
        @Nullable Refusal refusal,
        List<LogStore.Line> lines,
        List<Statement> statements,
        String statementsFrom,
        String codeLocation,
        List<Cause> causes,
        boolean confirmed,
        Set<Cause> excluded,
        List<Hop> hops,
        long milliseconds) {}
