package dev.orderflow.stores;

import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A store of traces and of log lines that holds both in memory, as they were recorded. */
public class MemoryStores implements TraceStore, LogStore {

    private final List<Trace> traces;
    private final List<Line> lines;

    public MemoryStores(List<Trace> traces, List<Line> lines) {
        this.traces = traces;
        this.lines = lines;
    }

    @Override
    public Trace trace(String id) {
        return traces.stream()
                .filter(trace -> trace.id().equals(id))
                .findFirst()
                .orElse(new Trace(id, List.of()));
    }

    @Override
    public List<Trace> search(Search search) {
        return traces.stream()
                .filter(trace -> trace.spans().stream().anyMatch(search::matches))
                .limit(search.limit())
                .toList();
    }

    @Override
    public void readAll(Instant from, Instant until, int limit, BiConsumer<String, String> each) {
        traces.forEach(trace -> each.accept(trace.id(), trace.toString()));
    }

    @Override
    public List<Line> ofTrace(String traceId) {
        return lines.stream().filter(line -> line.traceId().equals(traceId)).toList();
    }

    @Override
    public void readAll(Instant from, Instant until, Consumer<String> each) {
        readLines(from, until, line -> each.accept(line.toString()));
    }

    @Override
    public void readLines(Instant from, Instant until, Consumer<Line> each) {
        lines.stream()
                .filter(line -> !line.time().isBefore(from) && !line.time().isAfter(until))
                .forEach(each);
    }

    @Override
    public List<Line> search(LogSearch search) {
        return lines.stream().filter(search::matches).limit(search.limit()).toList();
    }

    @Override
    public String query(String traceId) {
        return "lines of trace " + traceId;
    }

    @Override
    public URI address(String id) {
        return URI.create("recorded:" + id);
    }

    @Override
    public URI address(Search search) {
        return URI.create("recorded:search");
    }
}
