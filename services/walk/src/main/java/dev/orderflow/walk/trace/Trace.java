package dev.orderflow.walk.trace;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The spans of one trace. */
public record Trace(String id, List<Span> spans) {

    public static Trace of(String id, Collection<Span> spans) {
        return new Trace(id, spans.stream().sorted(Comparator.comparing(Span::start)).toList());
    }

    public Set<String> services() {
        return spans.stream().map(Span::service).collect(Collectors.toSet());
    }

    /** Spans whose parent is not here: one where the trace is whole. */
    public long orphans() {
        var byId = byId();
        return spans.stream().filter(span -> !byId.containsKey(span.parentId())).count();
    }

    /** Who called whom. */
    public Set<Edge> edges() {
        var byId = byId();
        return spans.stream()
                .filter(span -> byId.containsKey(span.parentId()))
                .filter(span -> !byId.get(span.parentId()).service().equals(span.service()))
                .map(span -> new Edge(byId.get(span.parentId()).service(), span.service(), over(span)))
                .collect(Collectors.toSet());
    }

    /** The trace as an indented tree, a span a line. */
    public String tree() {
        var byId = byId();
        var text = new StringBuilder("trace " + id + ", " + spans.size() + " spans\n");
        spans.stream().filter(span -> !byId.containsKey(span.parentId())).forEach(root -> branch(text, root, 0));
        return text.toString();
    }

    private void branch(StringBuilder text, Span span, int depth) {
        var sql = span.sql().replaceAll("\\s+", " ");
        text.append("%8.1f ms  %s%s: %s%s%s%n".formatted(
                span.duration().toNanos() / 1e6,
                "  ".repeat(depth),
                span.service(),
                span.name(),
                span.failed() ? " FAILED" : "",
                sql.isEmpty() ? "" : "  «" + (sql.length() > 90 ? sql.substring(0, 90) + "…" : sql) + "»"));
        spans.stream().filter(child -> child.parentId().equals(span.id())).forEach(child -> branch(text, child, depth + 1));
    }

    private Map<String, Span> byId() {
        return spans.stream().collect(Collectors.toMap(Span::id, Function.identity(), (one, other) -> one));
    }

    private static String over(Span span) {
        return span.isMessage() ? "kafka " + span.attribute("messaging.destination.name") : "http";
    }
}
