package dev.orderflow.walk.explain;

import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tree of calls of a trace. A span waits for a child, unless the child processes a message or begins after the
 * parent has ended. A child may outlast a parent that gave up waiting.
 *
 * <p>A call that timed out may have left no span: the agent 2.33.1 never ends the span of a java.net.http call that is
 * given up. The callee's span then has a parent that is not in the trace, and is attached to the caller's request that
 * was in progress.
 */
final class Calls {

    private final Map<String, Span> byId = new HashMap<>();
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, List<Span>> children = new HashMap<>();
    private final List<Span> entries = new ArrayList<>();

    Calls(Trace trace) {
        trace.spans().forEach(span -> byId.put(span.id(), span));
        trace.spans().stream()
                .filter(span -> byId.containsKey(span.parentId()))
                .forEach(span -> parents.put(span.id(), span.parentId()));
        var callers = Set.copyOf(parents.values());
        var requests = trace.spans().stream().filter(Span::isEntry).toList().reversed();
        for (var span : trace.spans()) {
            var parent = byId.containsKey(span.parentId())
                    ? byId.get(span.parentId())
                    : adoptive(requests, span, callers.contains(span.id()));
            if (parent != null) {
                parents.put(span.id(), parent.id());
            }
            if (parent == null || !waits(parent, span)) {
                entries.add(span);
            } else if (!isAcquisition(parent)) {
                children.computeIfAbsent(parent.id(), id -> new ArrayList<>()).add(span);
            }
        }
        entries.sort(Comparator.comparing(Span::start));
    }

    /** Returns the latest request or message of another service that was in progress when an orphan began. */
    private @Nullable Span adoptive(List<Span> requests, Span orphan, boolean isCaller) {
        if (orphan.parentId().isEmpty()) {
            return null;
        }
        return requests.stream()
                .filter(span -> !span.service().equals(orphan.service()))
                .filter(span ->
                        span.start().isBefore(orphan.start()) && span.end().isAfter(orphan.start()))
                .filter(span ->
                        !isCaller || !isBelow(span, orphan)) // clocks differ: a callee may begin before its caller
                .findFirst()
                .orElse(null);
    }

    private boolean isBelow(Span span, Span caller) {
        @Nullable Span at = span;
        while (at != null && !at.id().equals(caller.id())) {
            at = parent(at);
        }
        return at != null;
    }

    private @Nullable Span parent(Span span) {
        return byId.get(parents.getOrDefault(span.id(), ""));
    }

    /**
     * Reports whether the span asks a pool for a connection. Spans below it, as tests of a connection, count as
     * waiting.
     */
    static boolean isAcquisition(Span span) {
        return span.name().endsWith(".getConnection");
    }

    private static boolean waits(Span parent, Span child) {
        return child.kind() != Span.Kind.CONSUMER && child.start().isBefore(parent.end());
    }

    Optional<Span> span(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the spans that no other span waits for: the root, and those that process messages. Earliest first. */
    List<Span> entries() {
        return entries;
    }

    /** Returns the spans that a span waited for, earliest first. */
    List<Span> waitedFor(Span span) {
        return children.getOrDefault(span.id(), List.of());
    }

    /** Returns a span and all spans below it that were waited for. */
    List<Span> below(Span span) {
        var all = new ArrayList<Span>();
        all.add(span);
        for (var i = 0; i < all.size(); i++) {
            all.addAll(waitedFor(all.get(i)));
        }
        return all;
    }

    int depth(Span span) {
        var depth = 0;
        for (@Nullable Span at = span; at != null; at = parent(at)) {
            depth++;
        }
        return depth;
    }

    /** Returns the spans from the outermost caller to the span. */
    List<Span> lineage(Span span) {
        var lineage = new ArrayList<Span>();
        for (@Nullable Span at = span; at != null; at = parent(at)) {
            lineage.add(at);
        }
        Collections.reverse(lineage);
        return lineage;
    }

    /** Returns the request or message that the span's service was processing, or else the service's outermost span. */
    Span operation(Span span) {
        var operation = span;
        for (var at : lineage(span).reversed()) {
            if (!at.service().equals(span.service())) {
                break;
            }
            operation = at;
            if (at.isEntry()) {
                break;
            }
        }
        return operation;
    }

    /** Returns the time in which a span waited for none of its children, up to a moment. */
    Duration selfTime(Span span, Instant until) {
        var end = earlier(span.end(), until);
        var self = Duration.ZERO;
        var covered = span.start();
        for (var child : waitedFor(span)) {
            if (child.start().isAfter(covered)) {
                self = self.plus(between(covered, earlier(child.start(), end)));
            }
            covered = later(covered, child.end());
        }
        return self.plus(between(covered, end));
    }

    private static Duration between(Instant from, Instant until) {
        return until.isAfter(from) ? Duration.between(from, until) : Duration.ZERO;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
