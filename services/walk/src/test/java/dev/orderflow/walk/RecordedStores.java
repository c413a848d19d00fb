package dev.orderflow.walk;

import dev.orderflow.stores.JaegerReader;
import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.TraceStore;
import dev.orderflow.stores.trace.Trace;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the traces and log lines of real faults that {@code make record-traces} recorded: a trace in Jaeger's JSON,
 * with its lines beside it.
 */
public final class RecordedStores implements TraceStore, LogStore {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<Trace> traces;
    private final List<Line> lines;

    public RecordedStores(String... names) {
        traces = Arrays.stream(names).map(RecordedStores::recorded).toList();
        lines = Arrays.stream(names)
                .flatMap(name ->
                        JSON.readerForListOf(Line.class).<List<Line>>readValue(json(name + ".logs.json")).stream())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Adds lines that were not recorded. */
    public void add(Collection<Line> more) {
        lines.addAll(more);
    }

    public static Trace recorded(String name) {
        var data = json(name + ".json").path("data").path(0);
        return JaegerReader.read(data.path("traceID").asString(), data);
    }

    private static JsonNode json(String file) {
        return JSON.readTree(Objects.requireNonNull(RecordedStores.class.getResourceAsStream("/traces/" + file), file));
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
    public List<Line> ofTrace(String traceId) {
        return lines.stream().filter(line -> line.traceId().equals(traceId)).toList();
    }

    @Override
    public void readAll(Instant from, Instant until, int limit, BiConsumer<String, String> each) {
        traces.forEach(trace -> each.accept(trace.id(), trace.toString()));
    }

    @Override
    public void readAll(Instant from, Instant until, Consumer<String> each) {
        lines.forEach(line -> each.accept(line.toString()));
    }

    @Override
    public void readLines(Instant from, Instant until, Consumer<Line> each) {
        lines.forEach(each);
    }

    @Override
    public List<Line> search(LogSearch search) {
        return lines.stream().filter(search::matches).limit(search.limit()).toList();
    }

    @Override
    public String query(String traceId) {
        return traceId;
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
