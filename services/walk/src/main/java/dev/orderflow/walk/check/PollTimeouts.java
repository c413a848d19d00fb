package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether consumers left their group because they did not ask for messages in time, by what Kafka's client logs.
 * The messages that they had in hand come again, to whoever is the next.
 */
record PollTimeouts(LogStore logs, Instant from, Instant until) implements LogCheck {

    private static final int LIMIT = 500;

    static Stream<Check> of(Situation situation) {
        return situation.page() == null || situation.isAboutFreshness()
                ? Stream.of(new PollTimeouts(situation.stores().logs(), situation.began(), situation.now()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "polls";
    }

    @Override
    public LogSearch search() {
        return new LogSearch("message", List.of("consumer poll timeout has expired"), from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var times = logs.matching(search()).stream()
                .filter(line -> Situation.isService(line.service()))
                .collect(Collectors.groupingBy(LogStore.Line::service, Collectors.counting()));
        var words = times.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "%s %d times".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        return Answer.confirms(
                words.isEmpty()
                        ? "each consumer asked for messages in time"
                        : "left their group, as they asked for messages too late: " + words,
                Situation.causes(times.keySet().stream().sorted(), Mechanism.CONSUMER_STALLED));
    }
}
