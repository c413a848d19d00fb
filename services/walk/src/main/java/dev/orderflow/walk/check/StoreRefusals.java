package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.StoreWords;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether a store answered that it will not do what it is asked, by the words of PostgreSQL, of Valkey, and of
 * Kafka's client in the services' exceptions: then the store's own rights, limits or state are at fault.
 */
record StoreRefusals(LogStore logs, Instant from, Instant until) implements LogCheck {

    private static final int LIMIT = 100;

    static Stream<Check> of(Situation situation) {
        return Stream.of(new StoreRefusals(situation.stores().logs(), situation.began(), situation.now()));
    }

    @Override
    public String name() {
        return "stores";
    }

    @Override
    public LogSearch search() {
        return new LogSearch(LoggedRefusals.FIELD, StoreWords.all(), from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var refusals = logs.matching(search()).stream()
                .filter(line -> Situation.isService(line.service()))
                .flatMap(line -> StoreWords.cause(line.attribute(LoggedRefusals.FIELD)).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
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
