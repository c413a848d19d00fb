package dev.orderflow.walk.cause;

import static dev.orderflow.walk.cause.Cause.Mechanism.BAD_CONFIGURATION;
import static dev.orderflow.walk.cause.Cause.Mechanism.CONNECTIONS_EXHAUSTED;
import static dev.orderflow.walk.cause.Cause.Mechanism.CONSUMER_STALLED;
import static dev.orderflow.walk.cause.Cause.Mechanism.DISK_FULL;
import static dev.orderflow.walk.cause.Cause.Mechanism.EXPIRED_CREDENTIAL;
import static dev.orderflow.walk.cause.Cause.Mechanism.INCOMPATIBLE_VERSION;
import static dev.orderflow.walk.cause.Cause.Mechanism.LOCK_CONTENTION;
import static dev.orderflow.walk.cause.Cause.Mechanism.OVERLOAD;
import static dev.orderflow.walk.cause.Cause.Mechanism.POISON_MESSAGE;
import static dev.orderflow.walk.cause.Cause.Mechanism.PROCESSOR_STARVED;
import static dev.orderflow.walk.cause.Cause.Mechanism.SLOW_STATEMENT;
import static dev.orderflow.walk.cause.Cause.Mechanism.UNREACHABLE;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Determines which root causes a trace shows: several if the trace looks the same for each, the likeliest first. */
public final class TraceCauses {

    /** PostgreSQL's SQLSTATE too_many_connections; the next is disk_full. */
    private static final String TOO_MANY = "53300";

    private static final String DISK = "53100";
    /** SQLSTATEs invalid_authorization_specification and invalid_password. */
    private static final Set<String> CREDENTIAL = Set.of("28000", "28P01");

    /** SQLSTATEs undefined_column, undefined_function, undefined_table and datatype_mismatch. */
    private static final Set<String> OTHER_SCHEMA = Set.of("42703", "42883", "42P01", "42804");

    private static final String DISK_WORDS = "No space left on device";
    private static final Pattern OTHER_SCHEMA_WORDS =
            Pattern.compile("ERROR: (column|relation|function|type) .* does not exist");

    private static final Pattern CREDENTIAL_WORDS = Pattern.compile("authentication failed");
    private static final Pattern TOO_MANY_WORDS =
            Pattern.compile("connection slots are reserved|too many clients already");
    private static final Pattern WRITES = Pattern.compile(
            "(?is)\\s*(insert|update|delete|merge)\\b.*|.*\\bfor\\s+(no\\s+key\\s+)?(update|share)\\b.*");

    private TraceCauses() {}

    /**
     * Returns the causes; none if the span that explains the trace shows only a symptom.
     *
     * @param refusal the database's message, if it refused a connection
     */
    public static List<Cause> of(Explanation explanation, @Nullable Refusal refusal) {
        var span = explanation.span();
        return switch (explanation.mechanism()) {
            case CONNECTION_REFUSED, CONNECTION_WAIT -> connection(span, refusal);
            case LOCK_WAIT -> List.of(postgresql(LOCK_CONTENTION));
            // A read never waits for a row's lock; a write of few rows that takes seconds almost always does.
            case SLOW_STATEMENT ->
                WRITES.matcher(span.sql()).matches()
                        ? List.of(postgresql(LOCK_CONTENTION), postgresql(SLOW_STATEMENT))
                        : List.of(postgresql(SLOW_STATEMENT));
            case REPEATED_STATEMENT -> List.of(postgresql(SLOW_STATEMENT));
            case FAILED_STATEMENT -> failed(span, span.attribute("db.response.status_code"), explanation.message());
            case STORE_CALL -> of(store(span), UNREACHABLE, OVERLOAD);
            case PUBLISH -> of("kafka", UNREACHABLE, OVERLOAD);
            case DOWNSTREAM_REFUSED -> of(callee(span), UNREACHABLE);
            case CONSUMER_FAILURE -> of(span.service(), POISON_MESSAGE, CONSUMER_STALLED);
            case OWN_TIME -> of(span.service(), PROCESSOR_STARVED, OVERLOAD);
            case DOWNSTREAM_SILENT, DOWNSTREAM_QUEUE, DOWNSTREAM_ERROR, ERROR -> List.of();
        };
    }

    /** Determines what a statement failed for, by its SQLSTATE, or else by PostgreSQL's words. */
    private static List<Cause> failed(Span span, String sqlState, String message) {
        if (sqlState.equals(DISK) || message.contains(DISK_WORDS)) {
            return List.of(postgresql(DISK_FULL));
        }
        return OTHER_SCHEMA.contains(sqlState)
                        || OTHER_SCHEMA_WORDS.matcher(message).find()
                ? of(span.service(), INCOMPATIBLE_VERSION)
                : of(span.service(), BAD_CONFIGURATION, POISON_MESSAGE);
    }

    /** Blames a full pool on its service, unless PostgreSQL refused further connections. */
    private static List<Cause> connection(Span span, @Nullable Refusal refusal) {
        if (refusal == null) {
            return of(span.service(), CONNECTIONS_EXHAUSTED);
        }
        if (CREDENTIAL.contains(refusal.sqlState())
                || CREDENTIAL_WORDS.matcher(refusal.message()).find()) {
            return of(span.service(), EXPIRED_CREDENTIAL);
        }
        return refusal.sqlState().equals(TOO_MANY)
                        || TOO_MANY_WORDS.matcher(refusal.message()).find()
                ? List.of(postgresql(CONNECTIONS_EXHAUSTED))
                : List.of(postgresql(UNREACHABLE));
    }

    private static Cause postgresql(Mechanism mechanism) {
        return new Cause(Component.POSTGRESQL, mechanism);
    }

    private static List<Cause> of(String component, Mechanism... mechanisms) {
        return component(component).stream()
                .flatMap(found -> Arrays.stream(mechanisms).map(mechanism -> new Cause(found, mechanism)))
                .toList();
    }

    private static String store(Span span) {
        return span.store().equals("redis") ? "valkey" : span.store();
    }

    /** Returns the called service's name: {@code inventory} for {@code inventory.orderflow.svc}. */
    private static String callee(Span span) {
        return span.attribute("server.address").split("\\.", 2)[0];
    }

    private static Optional<Component> component(String name) {
        return Arrays.stream(Component.values())
                .filter(component ->
                        component != Component.NONE && component.id().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
