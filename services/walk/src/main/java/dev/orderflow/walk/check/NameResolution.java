package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether names were resolved, by the exceptions of the traces that were read and of what was logged.
 *
 * @param unresolved the calls of the traces that failed at a name
 */
record NameResolution(LogStore logs, Instant from, Instant until, Set<Call> unresolved) implements LogCheck {

    private static final List<String> EXCEPTIONS = List.of("UnknownHostException", "UnresolvedAddressException");
    private static final int LIMIT = 200;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        return explanation == null || isOfCalls(explanation.mechanism())
                ? Stream.of(new NameResolution(
                        situation.stores().logs(), situation.began(), situation.now(), unresolved(situation)))
                : Stream.of();
    }

    private static Set<Call> unresolved(Situation situation) {
        return situation.explanations().stream()
                .filter(NameResolution::isOfName)
                .map(explanation -> new Call(explanation.span().service(), Situation.called(explanation)))
                .collect(Collectors.toSet());
    }

    /** Reports whether a call failed because the name that it called was not resolved. */
    static boolean isOfName(Explanation explanation) {
        return EXCEPTIONS.stream().anyMatch(explanation.message()::contains);
    }

    /** @param called empty if unknown */
    record Call(String caller, String called) {

        @Override
        public String toString() {
            return called.isEmpty() ? caller : caller + " → " + called;
        }
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
    public LogSearch search() {
        return new LogSearch("exception.stacktrace", EXCEPTIONS, from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var calls = new TreeSet<>(Comparator.comparing(Call::toString));
        calls.addAll(unresolved);
        var callers = calls.stream().map(Call::caller).collect(Collectors.toSet());
        logs.matching(search()).stream()
                .map(LogStore.Line::service)
                .filter(Situation::isService)
                .filter(service -> !callers.contains(service))
                .forEach(service -> calls.add(new Call(service, "")));
        var network = List.of(new Cause(Component.NETWORK, Mechanism.NAME_RESOLUTION));
        if (calls.isEmpty()) {
            return Answer.excludes("every name was resolved", network);
        }
        var words = "not resolved: " + calls;
        // One name, asked for by one service, may be mistyped in its own configuration, unless it is one of ours.
        return calls.size() > 1 || calls.stream().map(Call::called).anyMatch(Situation::isComponent)
                ? Answer.confirms(words, network)
                : Answer.confirms(
                        words,
                        Stream.concat(
                                        Situation.causes(calls.stream().map(Call::caller), Mechanism.BAD_CONFIGURATION)
                                                .stream(),
                                        network.stream())
                                .toList());
    }
}
