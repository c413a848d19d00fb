package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks which services a store refused for their password, by what their exceptions say. */
record Credentials(LogStore logs, Instant from, Instant until) implements LogCheck {

    private static final int LIMIT = 500;

    /** The words of PostgreSQL, of Valkey, and of Kafka's client. */
    private static final List<String> REFUSED =
            List.of("password authentication failed", "WRONGPASS", "SaslAuthenticationException");

    static Stream<Check> of(Situation situation) {
        return Stream.of(new Credentials(situation.stores().logs(), situation.began(), situation.now()));
    }

    @Override
    public String name() {
        return "passwords";
    }

    @Override
    public LogSearch search() {
        return new LogSearch("exception.stacktrace", REFUSED, from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var refused = logs.matching(search()).stream()
                .filter(line -> Situation.isService(line.service()))
                .collect(Collectors.groupingBy(LogStore.Line::service, Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
        return Answer.confirms(
                refused.isEmpty()
                        ? "no store refused a password"
                        : refused.stream()
                                .map(entry -> "%s %d times".formatted(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(", ", "refused for their password: ", "")),
                Situation.causes(refused.stream().map(Map.Entry::getKey), Mechanism.EXPIRED_CREDENTIAL));
    }
}
