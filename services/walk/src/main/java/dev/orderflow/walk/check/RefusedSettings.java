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
 * Checks which services have a setting that a library or Kafka's broker refuses, by the types of their exceptions. Says
 * nothing of settings that are allowed and harmful.
 */
record RefusedSettings(LogStore logs, Instant from, Instant until) implements LogCheck {

    private static final int LIMIT = 500;

    /** Exceptions of Kafka's client and broker. */
    private static final List<String> REFUSED = List.of(
            "org.apache.kafka.common.errors.InvalidSessionTimeoutException",
            "org.apache.kafka.common.errors.InvalidConfigurationException",
            "org.apache.kafka.common.config.ConfigException");

    static Stream<Check> of(Situation situation) {
        return Stream.of(new RefusedSettings(situation.stores().logs(), situation.began(), situation.now()));
    }

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public LogSearch search() {
        return new LogSearch("exception.stacktrace", REFUSED, from, until, LIMIT);
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
                words.isEmpty() ? "no setting was refused" : "settings were refused: " + words,
                Situation.causes(times.keySet().stream().sorted(), Mechanism.BAD_CONFIGURATION));
    }
}
