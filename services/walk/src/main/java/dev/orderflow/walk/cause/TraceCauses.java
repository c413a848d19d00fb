package dev.orderflow.walk.cause;

import static dev.orderflow.walk.cause.Cause.Mechanism.BAD_CONFIGURATION;
import static dev.orderflow.walk.cause.Cause.Mechanism.CONNECTIONS_EXHAUSTED;
import static dev.orderflow.walk.cause.Cause.Mechanism.CONSUMER_STALLED;
import static dev.orderflow.walk.cause.Cause.Mechanism.EXPIRED_CREDENTIAL;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Determines which root causes a trace shows: several if the trace looks the same for each, the likeliest first. */
public final class TraceCauses {

    private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

    private static final Pattern CREDENTIAL_WORDS =
            Pattern.compile("WRONGPASS|NOAUTH|SaslAuthenticationException|SslAuthenticationException");

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
            case FAILED_STATEMENT -> failed(span, explanation.message());
            case STORE_CALL -> store(store(span), span, explanation.message());
            case PUBLISH -> store("kafka", span, explanation.message());
            case DOWNSTREAM_REFUSED -> of(callee(span), UNREACHABLE);
            case CONSUMER_FAILURE -> of(span.service(), POISON_MESSAGE, CONSUMER_STALLED);
            case OWN_TIME -> of(span.service(), PROCESSOR_STARVED, OVERLOAD);
            case DOWNSTREAM_SILENT, DOWNSTREAM_QUEUE, DOWNSTREAM_ERROR, ERROR -> List.of();
        };
    }

    /** Determines what a statement failed for. What is of no known kind is of the values, or of how it was set up. */
    private static List<Cause> failed(Span span, String message) {
        return SqlStates.cause(sqlState(span), message, span.service())
                .map(List::of)
                .orElseGet(() -> of(span.service(), BAD_CONFIGURATION, POISON_MESSAGE));
    }

    /** Returns the SQLSTATE of a statement's span; empty if it has none. Agents differ in where they keep it. */
    private static String sqlState(Span span) {
        return Stream.of("db.response.status_code", "error.type")
                .map(span::attribute)
                .filter(code -> SQL_STATE.matcher(code).matches())
                .findFirst()
                .orElse("");
    }

    /** Determines what a call to Valkey or Kafka failed for, by the store's words. */
    private static List<Cause> store(String store, Span span, String message) {
        if (CREDENTIAL_WORDS.matcher(message).find()) {
            return of(span.service(), EXPIRED_CREDENTIAL);
        }
        return StoreWords.cause(message).map(List::of).orElseGet(() -> of(store, UNREACHABLE, OVERLOAD));
    }

    /** Blames a full pool on its service, unless PostgreSQL refused further connections. */
    private static List<Cause> connection(Span span, @Nullable Refusal refusal) {
        if (refusal == null) {
            return of(span.service(), CONNECTIONS_EXHAUSTED);
        }
        return SqlStates.cause(refusal.sqlState(), refusal.message(), span.service())
                .map(List::of)
                // One that refuses with a SQLSTATE of its own has answered.
                .orElseGet(() -> List.of(postgresql(refusal.sqlState().isEmpty() ? UNREACHABLE : BAD_CONFIGURATION)));
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

    /** Returns the component of a name; empty if it is of none. */
    static Optional<Component> component(String name) {
        return Arrays.stream(Component.values())
                .filter(component ->
                        component != Component.NONE && component.id().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
