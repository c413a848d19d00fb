package dev.orderflow.who;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request that is compared, made of the served requests of its trace.
 *
 * @param status of its answer; empty if there was none
 * @param path the path with ids left out, by which requests of one operation differ
 * @param shopper the pseudonym of whose it is; empty where nobody has logged in
 * @param attributes of the request as the first service served it
 * @param inner attributes that other services know of it, whose absence says nothing: they may never have been asked
 */
public record Request(
        String traceId,
        Instant at,
        Duration duration,
        boolean hasFailed,
        String status,
        String path,
        String shopper,
        Map<String, String> attributes,
        Map<String, String> inner) {

    /** The attribute of the shopper's pseudonym, by the semantic conventions. */
    private static final String SHOPPER = "enduser.pseudo.id";

    private static final String PATH = "url.path";
    private static final String STATUS = "http.response.status_code";

    /** A part of a path that is an id. */
    private static final Pattern ID = Pattern.compile("/[^/]*[0-9][^/]*");

    /** Reports whether an attribute of a span is needed. */
    static boolean isRead(String name) {
        return Attributes.isAsked(name) || Set.of(SHOPPER, PATH, STATUS).contains(name);
    }

    /** Returns the request of a trace that a service served as an operation; empty if there is none. */
    static Optional<Request> of(Trace trace, String service, String operation) {
        return trace.spans().stream()
                .filter(span -> span.service().equals(service) && span.name().equals(operation))
                .findFirst()
                .map(entry -> of(trace, entry));
    }

    /** Returns an attribute that any of the services knows; empty if none does. */
    String attribute(String name) {
        return attributes.getOrDefault(name, inner.getOrDefault(name, ""));
    }

    boolean isKnown(String name) {
        return attributes.containsKey(name) || inner.containsKey(name);
    }

    /** Reports whether its answer is 4xx: it went as it must, but may not have come far. */
    boolean isRefused() {
        return status.startsWith("4");
    }

    private static Request of(Trace trace, Span entry) {
        var attributes = new HashMap<String, String>();
        entry.attributes().forEach((name, value) -> {
            if (Attributes.isAsked(name)) {
                attributes.put(name, value);
            }
        });
        attributes.putAll(Attributes.ofPlace(entry));
        var inner = new HashMap<String, String>();
        for (var span : trace.spans()) {
            if (span != entry && !span.service().equals(entry.service())) {
                span.attributes().forEach((name, value) -> {
                    if (Attributes.isOurs(name) && Attributes.isAsked(name)) {
                        inner.putIfAbsent(name, value);
                    }
                });
                Attributes.ofPlace(span).forEach(inner::putIfAbsent);
            }
        }
        return new Request(
                entry.traceId(),
                entry.start(),
                entry.duration(),
                entry.failed(),
                entry.attribute(STATUS),
                ID.matcher(entry.attribute(PATH)).replaceAll("/{id}"),
                entry.attribute(SHOPPER),
                attributes,
                inner);
    }
}
