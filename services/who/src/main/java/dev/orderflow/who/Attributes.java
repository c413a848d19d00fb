package dev.orderflow.who;

import dev.orderflow.stores.trace.Span;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Which attributes of requests are compared, and which of several that say the same is named. */
final class Attributes {

    /** The prefix of the attributes that are our own. */
    private static final String OURS = "orderflow.";

    /** The age of a session in seconds, which grows with the time of the request. */
    private static final String SESSION_AGE = "orderflow.session.age";

    private static final String VERSION = ".service.version";
    private static final String NODE = ".k8s.node.name";
    private static final String POD = ".k8s.pod.name";

    /**
     * Beginnings of names that are left out: outcomes, which cases differ by as that is what makes them cases; the
     * identity of one request, connection, thread or person; the size of what was sent, which follows from what it
     * says; and how the span was made.
     */
    private static final List<String> LEFT_OUT = List.of(
            "http.response.",
            "error",
            "exception.",
            "orderflow.error.",
            "otel.",
            "db.",
            "rpc.",
            "enduser.",
            "user.id",
            "session.id",
            "thread.",
            "client.port",
            "network.peer.",
            "network.local.",
            "server.",
            "url.",
            "http.route",
            "http.request.method",
            "http.request.body.size",
            "client.address",
            "user_agent.original",
            "span.kind",
            "internal.",
            "sampler.",
            "code.",
            "messaging.",
            "@",
            "w3c.");

    /** From what a cause may be to where it merely ran. */
    private static final List<Predicate<String>> FROM_GENERAL = List.of(
            name -> name.endsWith(VERSION),
            Attributes::isOurs,
            name -> !name.endsWith(NODE) && !name.endsWith(POD),
            name -> name.endsWith(NODE));

    /** How far apart logins are at the least for the age of a session to be more than the time: a question's window. */
    private static final Duration SPREAD = Duration.ofMinutes(10);

    /** Known only of who has logged in, which a request that failed before may have been. */
    private static final Set<String> OF_LOGIN = Set.of("orderflow.user.role", SESSION_AGE);

    private Attributes() {}

    /** Reports whether it tells something that a request lacks an attribute. */
    static boolean canBeAbsent(String name) {
        return !OF_LOGIN.contains(name);
    }

    static boolean isAsked(String name) {
        return LEFT_OUT.stream().noneMatch(name::startsWith);
    }

    static boolean isOurs(String name) {
        return name.startsWith(OURS);
    }

    /**
     * Returns the attributes that tell nothing but when a request was: the age of sessions that began within a few
     * minutes, as after a restart, when later requests have older sessions.
     */
    static Set<String> clocks(Collection<Request> requests) {
        var logins = requests.stream()
                .filter(request -> request.attribute(SESSION_AGE).matches("[0-9]{1,9}"))
                .mapToLong(request -> request.at().getEpochSecond() - Long.parseLong(request.attribute(SESSION_AGE)))
                .summaryStatistics();
        return logins.getCount() == 0 || logins.getMax() - logins.getMin() >= SPREAD.toSeconds()
                ? Set.of()
                : Set.of(SESSION_AGE);
    }

    /** Returns the version, the pod and the node of the service that served a request, named after it. */
    static Map<String, String> ofPlace(Span span) {
        var place = new HashMap<String, String>();
        for (var suffix : List.of(VERSION, NODE, POD)) {
            var value = span.resource().get(suffix.substring(1));
            if (value != null) {
                place.put(span.service() + suffix, value);
            }
        }
        return place;
    }

    /** Returns those that do not say where a request was served. */
    static Map<String, String> withoutPlaces(Map<String, String> attributes) {
        var others = new HashMap<>(attributes);
        others.keySet().removeIf(name -> name.endsWith(VERSION) || name.endsWith(NODE) || name.endsWith(POD));
        return others;
    }

    /** Orders conditions from the most general one: what several of them say alike, the first is named for. */
    static Comparator<Condition> generality() {
        return Comparator.comparingInt((Condition condition) -> rank(condition.attribute()))
                .thenComparing(Condition::relation)
                .thenComparing(Condition::toString);
    }

    private static int rank(String name) {
        return IntStream.range(0, FROM_GENERAL.size())
                .filter(rank -> FROM_GENERAL.get(rank).test(name))
                .findFirst()
                .orElse(FROM_GENERAL.size());
    }
}
