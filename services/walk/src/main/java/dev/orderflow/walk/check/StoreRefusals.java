package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether a store answered that it will not do what it is asked, by the words of PostgreSQL, of Valkey, and of
 * Kafka's client in the services' exceptions: then the store's own rights, limits or state are at fault.
 */
record StoreRefusals(LogStore logs, Instant from, Instant until) implements LogCheck {

    private static final int LIMIT = 100;

    /** Words of a store, of which an exception has one, with what they tell. */
    private enum Words {
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

        Words(Component component, Mechanism mechanism, String... texts) {
            this.cause = new Cause(component, mechanism);
            this.texts = List.of(texts);
        }

        /** Returns the words that a stack trace has. */
        static Optional<Words> in(String trace) {
            return Arrays.stream(values())
                    .filter(words -> words.texts.stream().anyMatch(trace::contains))
                    .findFirst();
        }
    }

    static Stream<Check> of(Situation situation) {
        return Stream.of(new StoreRefusals(situation.stores().logs(), situation.began(), situation.now()));
    }

    @Override
    public String name() {
        return "stores";
    }

    @Override
    public LogSearch search() {
        var texts = Arrays.stream(Words.values())
                .flatMap(words -> words.texts.stream())
                .toList();
        return new LogSearch(LoggedRefusals.FIELD, texts, from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var refusals = logs.matching(search()).stream()
                .filter(line -> Situation.isService(line.service()))
                .flatMap(line -> Words.in(line.attribute(LoggedRefusals.FIELD)).stream())
                .collect(Collectors.groupingBy(words -> words.cause, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<Cause, Long>comparingByValue().reversed())
                .toList();
        return Answer.confirms(
                refusals.isEmpty()
                        ? "no store refused a command"
                        : refusals.stream()
                                .map(entry -> "%s %d times"
                                        .formatted(entry.getKey().component().id(), entry.getValue()))
                                .collect(Collectors.joining(", ", "commands were refused by ", "")),
                refusals.stream().map(Map.Entry::getKey).toList());
    }
}
