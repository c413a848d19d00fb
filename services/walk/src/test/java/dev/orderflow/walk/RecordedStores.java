package dev.orderflow.walk;

import dev.orderflow.stores.JaegerReader;
import dev.orderflow.stores.MemoryStores;
import dev.orderflow.stores.trace.Trace;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the traces and log lines of real faults that {@code make record-traces} recorded: a trace in Jaeger's JSON,
 * with its lines beside it.
 */
public final class RecordedStores extends MemoryStores {

    private static final JsonMapper JSON = new JsonMapper();

    public RecordedStores(String... names) {
        this(List.of(names), List.of());
    }

    /** @param more lines that were not recorded */
    public RecordedStores(List<String> names, List<Line> more) {
        super(
                names.stream().map(RecordedStores::recorded).toList(),
                Stream.concat(names.stream().flatMap(name -> lines(name).stream()), more.stream())
                        .toList());
    }

    private static List<Line> lines(String name) {
        return JSON.readerForListOf(Line.class).readValue(json(name + ".logs.json"));
    }

    public static Trace recorded(String name) {
        var data = json(name + ".json").path("data").path(0);
        return JaegerReader.read(data.path("traceID").asString(), data);
    }

    private static JsonNode json(String file) {
        return JSON.readTree(Objects.requireNonNull(RecordedStores.class.getResourceAsStream("/traces/" + file), file));
    }
}
