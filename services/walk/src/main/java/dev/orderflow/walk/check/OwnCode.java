package dev.orderflow.walk.check;

import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.FailureMode;
import dev.orderflow.walk.explain.Mistake;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks, where a service's own code failed, whether its exceptions are those of a mistake in the code, thrown by it or
 * on its behalf: an index that is out of bounds, a null, a state that cannot be.
 */
record OwnCode(LogStore logs, String service, Instant from, Instant until) implements LogCheck {

    private static final int LIMIT = 200;

    static Stream<Check> of(Situation situation) {
        var explanation = situation.explanation();
        return explanation != null
                        && explanation.mechanism() == FailureMode.ERROR
                        && Situation.isService(explanation.span().service())
                ? Stream.of(new OwnCode(
                        situation.stores().logs(), explanation.span().service(), situation.began(), situation.now()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "code";
    }

    @Override
    public LogSearch search() {
        return new LogSearch("exception.type", List.of("java.lang", "java.util"), from, until, LIMIT);
    }

    @Override
    public Answer ask() {
        var places = logs.matching(search()).stream()
                .filter(line -> line.service().equals(service))
                .flatMap(line -> Mistake.in(line).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return places.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(most -> Answer.confirms(
                        "%s threw %s, %d times".formatted(service, most.getKey(), most.getValue()),
                        List.of(Cause.of(service, Mechanism.FAULTY_CODE.id()))))
                .orElseGet(() -> Answer.leavesOpen("%s logged no exception of a mistake".formatted(service)));
    }
}
