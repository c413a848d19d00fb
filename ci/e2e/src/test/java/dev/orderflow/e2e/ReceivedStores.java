package dev.orderflow.e2e;

import dev.orderflow.local.OtlpReceiver;
import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.TraceStore;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Adapts the local system's OTLP receiver to the stores that a walk reads. */
record ReceivedStores(OtlpReceiver receiver) implements TraceStore, LogStore {

    @Override
    public Trace trace(String id) {
        return receiver.trace(id);
    }

    @Override
    public List<Trace> search(Search search) {
        return receiver.spans().stream()
                .filter(search::matches)
                .filter(span ->
                        span.start().isAfter(search.from()) && span.start().isBefore(search.until()))
                .map(Span::traceId)
                .distinct()
                .limit(search.limit())
                .map(receiver::trace)
                .toList();
    }

    @Override
    public List<Line> ofTrace(String traceId) {
        return receiver.logs(traceId);
    }

    @Override
    public void readAll(Instant from, Instant until, int limit, BiConsumer<String, String> each) {
        receiver.spans().stream()
                .map(Span::traceId)
                .distinct()
                .forEach(id -> each.accept(id, receiver.trace(id).toString()));
    }

    /** Lines of traces, which are all that the receiver finds again. */
    @Override
    public void readAll(Instant from, Instant until, Consumer<String> each) {
        readLines(from, until, line -> each.accept(line.toString()));
    }

    @Override
    public void readLines(Instant from, Instant until, Consumer<Line> each) {
        receiver.spans().stream()
                .map(Span::traceId)
                .distinct()
                .flatMap(id -> receiver.logs(id).stream())
                .forEach(each);
    }

    @Override
    public List<Line> search(LogSearch search) {
        return receiver.logs(search);
    }

    @Override
    public String query(String traceId) {
        return "logs of " + traceId;
    }

    @Override
    public URI address(String id) {
        return URI.create(receiver.url() + "/traces/" + id);
    }

    @Override
    public URI address(Search search) {
        return URI.create(receiver.url() + "/traces/");
    }
}
