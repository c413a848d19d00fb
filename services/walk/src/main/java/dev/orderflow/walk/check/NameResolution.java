package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.FailureMode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks whether the names of services were resolved, by the exceptions that were logged. */
record NameResolution(LogStore logs, Instant from, Instant until) implements Check {

    private static final List<String> EXCEPTIONS = List.of("UnknownHostException", "UnresolvedAddressException");
    private static final int LIMIT = 200;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        return explanation == null || isOfCalls(explanation.mechanism())
                ? Stream.of(new NameResolution(situation.stores().logs(), situation.began(), situation.now()))
                : Stream.of();
    }

    private static boolean isOfCalls(FailureMode mechanism) {
        return switch (mechanism) {
            case DOWNSTREAM_REFUSED,
                    DOWNSTREAM_SILENT,
                    DOWNSTREAM_ERROR,
                    CONNECTION_REFUSED,
                    CONNECTION_WAIT,
                    STORE_CALL,
                    PUBLISH,
                    ERROR -> true;
            default -> false;
        };
    }

    @Override
    public String name() {
        return "names";
    }

    @Override
    public String query() {
        return search().toString();
    }

    private LogSearch search() {
        return new LogSearch("exception.stacktrace", EXCEPTIONS, from, until, LIMIT);
    }

    @Override
    public @Nullable URI address() {
        return null;
    }

    @Override
    public Answer ask() {
        Set<String> services = logs.search(search()).stream()
                .map(LogStore.Line::service)
                .collect(Collectors.toCollection(TreeSet::new));
        var causes = List.of(new Cause(Component.NETWORK, Mechanism.NAME_RESOLUTION));
        // A name that only one service asks for may be mistyped in its own configuration.
        return switch (services.size()) {
            case 0 -> Answer.excludes("every name was resolved", causes);
            case 1 ->
                Answer.confirms(
                        "not resolved by " + services,
                        Stream.concat(
                                        services.stream()
                                                .filter(Situation::isService)
                                                .map(service -> Cause.of(service, Mechanism.BAD_CONFIGURATION.id())),
                                        causes.stream())
                                .toList());
            default -> Answer.confirms("not resolved by " + services, causes);
        };
    }
}
