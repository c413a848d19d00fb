package dev.orderflow.stores.trace;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A trace: the spans with one trace id, which form one tree, or several if spans are missing. Of several spans with one
 * id, keeps the first; leaves out spans without an id; and cuts cycles by removing a parent.
 */
public record Trace(String id, List<Span> spans) {

    /** The deepest indentation; deeper spans are printed at this one. */
    private static final int DEEPEST = 100;

    public Trace {
        var byId = new LinkedHashMap<String, Span>();
        spans.stream().filter(span -> !span.id().isEmpty()).forEach(span -> byId.putIfAbsent(span.id(), span));
        var roots = ofCycles(byId);
        spans = byId.values().stream()
                .map(span -> roots.contains(span.id()) ? span.asRoot() : span)
                .toList();
    }

    /** Returns the first span of each cycle of parents. */
    private static Set<String> ofCycles(Map<String, Span> byId) {
        var cut = new HashSet<String>();
        var seen = new HashSet<String>();
        var first = new HashMap<String, Integer>();
        byId.keySet().forEach(id -> first.put(id, first.size()));
        for (var start : byId.values()) {
            var way = new LinkedHashSet<String>();
            @Nullable Span at = start;
            while (at != null && seen.add(at.id())) {
                way.add(at.id());
                at = byId.get(at.parentId());
            }
            if (at != null && way.contains(at.id())) {
                var all = List.copyOf(way);
                var cycle = all.subList(all.indexOf(at.id()), all.size());
                cut.add(cycle.stream().min(Comparator.comparing(first::get)).orElseThrow());
            }
        }
        return cut;
    }

    public static Trace of(String id, Collection<Span> spans) {
        return new Trace(
                id, spans.stream().sorted(Comparator.comparing(Span::start)).toList());
    }

    public Set<String> services() {
        return spans.stream().map(Span::service).collect(Collectors.toSet());
    }

    /** Counts the spans whose parent is not in the trace; a complete trace has one, its root. */
    public long orphans() {
        var byId = byId();
        return spans.stream().filter(span -> !byId.containsKey(span.parentId())).count();
    }

    /** Returns the calls between services. */
    public Set<Edge> edges() {
        var byId = byId();
        return spans.stream()
                .flatMap(span -> Stream.ofNullable(byId.get(span.parentId()))
                        .filter(parent -> !parent.service().equals(span.service()))
                        .map(parent -> new Edge(parent.service(), span.service(), over(span))))
                .collect(Collectors.toSet());
    }

    /** Formats the trace as an indented tree with one span a line. */
    public String tree() {
        var text = new StringBuilder("trace " + id + ", " + spans.size() + " spans\n");
        walk((span, depth) -> line(text, span, depth));
        return text.toString();
    }

    /** Visits each span, a parent before its children, with its depth from 0. */
    public void walk(ObjIntConsumer<Span> visitor) {
        var byId = byId();
        var children = spans.stream().collect(Collectors.groupingBy(Span::parentId));
        var waiting = new ArrayDeque<Visit>();
        spans.reversed().stream()
                .filter(span -> !byId.containsKey(span.parentId()))
                .forEach(root -> waiting.push(new Visit(root, 0)));
        while (!waiting.isEmpty()) {
            var visit = waiting.pop();
            visitor.accept(visit.span(), visit.depth());
            children.getOrDefault(visit.span().id(), List.of())
                    .reversed()
                    .forEach(child -> waiting.push(new Visit(child, visit.depth() + 1)));
        }
    }

    private record Visit(Span span, int depth) {}

    private static void line(StringBuilder text, Span span, int depth) {
        var sql = span.sql().replaceAll("\\s+", " ");
        text.append("%8.1f ms  %s%s: %s%s%s%n"
                .formatted(
                        span.duration().toNanos() / 1e6,
                        "  ".repeat(Math.min(depth, DEEPEST)),
                        span.service(),
                        span.name(),
                        span.failed() ? " FAILED" : "",
                        sql.isEmpty() ? "" : "  «" + (sql.length() > 90 ? sql.substring(0, 90) + "…" : sql) + "»"));
    }

    private Map<String, Span> byId() {
        return spans.stream().collect(Collectors.toMap(Span::id, Function.identity(), (one, other) -> one));
    }

    private static String over(Span span) {
        return span.isMessage() ? "kafka " + span.attribute("messaging.destination.name") : "http";
    }
}
