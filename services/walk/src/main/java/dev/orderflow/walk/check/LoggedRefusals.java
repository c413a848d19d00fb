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
 * Checks which services a store or a library refused, by what their exceptions say: for their password, or for a
 * setting. Says nothing of settings that are allowed and harmful.
 *
 * @param name a word for what was refused
 * @param exceptions texts of which a stack trace has one
 * @param none the answer if there is no such line
 * @param some the beginning of the answer if there are some
 * @param mechanism of the services that logged them
 */
record LoggedRefusals(
        LogStore logs,
        Instant from,
        Instant until,
        String name,
        List<String> exceptions,
        String none,
        String some,
        Mechanism mechanism)
        implements LogCheck {

    /** The attribute of a log line with an exception and its causes. */
    static final String FIELD = "exception.stacktrace";

    /** Enough to tell who was refused: each line brings a stack trace of some 15 KB, and answers have a limit. */
    private static final int LIMIT = 100;

    /** The words of PostgreSQL, of Valkey, and of Kafka's client. */
    private static final List<String> PASSWORDS =
            List.of("password authentication failed", "WRONGPASS", "SaslAuthenticationException");

    /** Exceptions of Kafka's client and broker. */
    private static final List<String> SETTINGS = List.of(
            "org.apache.kafka.common.errors.InvalidSessionTimeoutException",
            "org.apache.kafka.common.errors.InvalidConfigurationException",
            "org.apache.kafka.common.config.ConfigException");

    static Stream<Check> of(Situation situation) {
        var logs = situation.stores().logs();
        var from = situation.began();
        var until = situation.now();
        return Stream.of(
                new LoggedRefusals(
                        logs,
                        from,
                        until,
                        "passwords",
                        PASSWORDS,
                        "no store refused a password",
                        "refused for their password: ",
                        Mechanism.EXPIRED_CREDENTIAL),
                new LoggedRefusals(
                        logs,
                        from,
                        until,
                        "settings",
                        SETTINGS,
                        "no setting was refused",
                        "settings were refused: ",
                        Mechanism.BAD_CONFIGURATION));
    }

    @Override
    public LogSearch search() {
        return new LogSearch(FIELD, exceptions, from, until, LIMIT);
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
                        ? none
                        : refused.stream()
                                .map(entry -> "%s %d times".formatted(entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(", ", some, "")),
                Situation.causes(refused.stream().map(Map.Entry::getKey), mechanism));
    }
}
