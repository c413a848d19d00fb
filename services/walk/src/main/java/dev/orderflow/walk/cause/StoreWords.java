package dev.orderflow.walk.cause;

import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words with which PostgreSQL, Valkey and Kafka's client say that a store will not do what it is asked, with the cause
 * that they tell: rights, limits or a state of the store.
 */
public enum StoreWords {
    KAFKA_RIGHTS(
            Component.KAFKA,
            Mechanism.BAD_CONFIGURATION,
            "TopicAuthorizationException",
            "GroupAuthorizationException",
            "ClusterAuthorizationException"),
    KAFKA_LIMITS(
            Component.KAFKA,
            Mechanism.BAD_CONFIGURATION,
            "RecordTooLargeException",
            "UnknownTopicOrPartitionException",
            "PolicyViolationException"),
    VALKEY_MEMORY(Component.VALKEY, Mechanism.MEMORY_EXHAUSTED, "OOM command not allowed"),
    VALKEY_CLIENTS(Component.VALKEY, Mechanism.CONNECTIONS_EXHAUSTED, "max number of clients reached"),
    VALKEY_RIGHTS(
            Component.VALKEY, Mechanism.BAD_CONFIGURATION, "NOPERM", "READONLY You can't write", "MISCONF Valkey"),
    POSTGRESQL_DISK(Component.POSTGRESQL, Mechanism.DISK_FULL, "No space left on device"),
    POSTGRESQL_CONNECTIONS(
            Component.POSTGRESQL,
            Mechanism.CONNECTIONS_EXHAUSTED,
            "connection slots are reserved",
            "too many clients already",
            "too many connections for role",
            "too many connections for database"),
    POSTGRESQL_RIGHTS(
            Component.POSTGRESQL,
            Mechanism.BAD_CONFIGURATION,
            "ERROR: permission denied for",
            "in a read-only transaction",
            "no pg_hba.conf entry",
            "is not currently accepting connections",
            "reached maximum value of sequence");

    private final Cause cause;
    private final List<String> texts;

    StoreWords(Component component, Mechanism mechanism, String... texts) {
        this.cause = new Cause(component, mechanism);
        this.texts = List.of(texts);
    }

    /** Returns a regular expression that finds one of these words. */
    String pattern() {
        return texts.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    }

    /** Returns all the words. */
    public static List<String> all() {
        return Arrays.stream(values()).flatMap(words -> words.texts.stream()).toList();
    }

    /** Returns the cause that a message or a stack trace tells; empty if it has none of the words. */
    public static Optional<Cause> cause(String text) {
        return Arrays.stream(values())
                .filter(words -> words.texts.stream().anyMatch(text::contains))
                .map(words -> words.cause)
                .findFirst();
    }
}
