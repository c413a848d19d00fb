package dev.orderflow.walk;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a walk found, as far as it came.
 *
 * @param page null where the walk began at a trace; so is the exemplar
 * @param arrived false where the last hop failed
 * @param refusal the database's own words where a connection was refused
 * @param codeLocation the innermost frame of our own code, empty where no span or line tells it
 * @param statements the one that explains it; or where none was reached, what the same operation ran elsewhere
 * @param statementsFrom how the statements were come by
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
        List<Hop> hops,
        long milliseconds) {}
