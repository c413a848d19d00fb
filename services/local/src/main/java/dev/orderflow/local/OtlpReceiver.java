package dev.orderflow.local;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orderflow.stores.LogSearch;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Receives OTLP over HTTP and keeps the newest signals in memory. Shows a trace as a tree at {@code /traces/<id>}.
 * Accepts OTLP 1.x as binary protobuf, with or without gzip.
 */
public final class OtlpReceiver implements AutoCloseable {

    private static final int KEPT = 50_000;
    private static final HexFormat HEX = HexFormat.of();

    private final HttpServer server;
    private final LinkedBlockingDeque<Span> spans = new LinkedBlockingDeque<>(KEPT);
    private final LinkedBlockingDeque<LogStore.Line> logs = new LinkedBlockingDeque<>(KEPT);
    private final LinkedBlockingDeque<ReceivedExemplar> exemplars = new LinkedBlockingDeque<>(KEPT);

    private final Set<ReceivedLabel> labels = ConcurrentHashMap.newKeySet();

    /** A label of a metric's series, as it was received. */
    public record ReceivedLabel(String service, String metric, String key, String value) {}

    /** An exemplar as it was received. */
    public record ReceivedExemplar(String service, String metric, String traceId) {}

    OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        accept("/v1/traces", this::traces);
        accept("/v1/logs", this::logs);
        accept("/v1/metrics", this::metrics);
        server.createContext("/traces/", this::show);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public Trace trace(String id) {
        return Trace.of(
                id, spans.stream().filter(span -> span.traceId().equals(id)).toList());
    }

    public Collection<Span> spans() {
        return spans;
    }

    public List<LogStore.Line> logs(String traceId) {
        return logs.stream().filter(line -> line.traceId().equals(traceId)).toList();
    }

    /** Searches all lines, in the order of their arrival. */
    public List<LogStore.Line> logs(LogSearch search) {
        return logs.stream().filter(search::matches).limit(search.limit()).toList();
    }

    public List<ReceivedExemplar> exemplars(String service, String metric) {
        return exemplars.stream()
                .filter(exemplar ->
                        exemplar.service().equals(service) && exemplar.metric().equals(metric))
                .toList();
    }

    /** Returns each label that a series of any metric had. */
    public Set<ReceivedLabel> labels() {
        return Set.copyOf(labels);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** Parses the body of an export request of one signal. */
    private interface SignalReader {
        void read(byte[] body) throws InvalidProtocolBufferException;
    }

    private void accept(String path, SignalReader signal) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                exchange.sendResponseHeaders(isRead(exchange, signal) ? 200 : 400, -1);
            }
        });
    }

    /** Reads a request's signals; reports whether its body is what its headers say. */
    private static boolean isRead(HttpExchange exchange, SignalReader signal) throws IOException {
        var isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        var body = exchange.getRequestBody().readAllBytes();
        try {
            signal.read(isZipped ? unzipped(body) : body);
            return true;
        } catch (InvalidProtocolBufferException | ZipException | EOFException e) {
            return false;
        }
    }

    private static byte[] unzipped(byte[] body) throws IOException {
        try (var content = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return content.readAllBytes();
        }
    }

    private void traces(byte[] body) throws InvalidProtocolBufferException {
        for (var resource : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
            var service = service(resource.getResource());
            resource.getScopeSpansList().stream()
                    .flatMap(scope -> scope.getSpansList().stream())
                    .map(span -> new Span(
                            HEX.formatHex(span.getTraceId().toByteArray()),
                            HEX.formatHex(span.getSpanId().toByteArray()),
                            HEX.formatHex(span.getParentSpanId().toByteArray()),
                            service,
                            span.getName(),
                            Span.Kind.of(span.getKind().name().replace("SPAN_KIND_", "")),
                            instant(span.getStartTimeUnixNano()),
                            instant(span.getEndTimeUnixNano()),
                            span.getStatus().getCodeValue() == 2,
                            attributes(span.getAttributesList()),
                            span.getEventsList().stream()
                                    .map(OtlpReceiver::event)
                                    .toList()))
                    .forEach(span -> keep(spans, span));
        }
    }

    private void logs(byte[] body) throws InvalidProtocolBufferException {
        for (var resource : ExportLogsServiceRequest.parseFrom(body).getResourceLogsList()) {
            var service = service(resource.getResource());
            resource.getScopeLogsList().stream()
                    .flatMap(scope -> scope.getLogRecordsList().stream())
                    .map(line -> new LogStore.Line(
                            instant(line.getTimeUnixNano()),
                            service,
                            HEX.formatHex(line.getTraceId().toByteArray()),
                            HEX.formatHex(line.getSpanId().toByteArray()),
                            line.getSeverityText(),
                            text(line.getBody()),
                            attributes(line.getAttributesList())))
                    .forEach(line -> keep(logs, line));
        }
    }

    private void metrics(byte[] body) throws InvalidProtocolBufferException {
        for (var resource : ExportMetricsServiceRequest.parseFrom(body).getResourceMetricsList()) {
            var service = service(resource.getResource());
            for (var scope : resource.getScopeMetricsList()) {
                for (var metric : scope.getMetricsList()) {
                    labels(metric)
                            .map(label -> new ReceivedLabel(
                                    service, metric.getName(), label.getKey(), text(label.getValue())))
                            .forEach(labels::add);
                    metric.getHistogram().getDataPointsList().stream()
                            .flatMap(point -> point.getExemplarsList().stream())
                            .map(example -> new ReceivedExemplar(
                                    service,
                                    metric.getName(),
                                    HEX.formatHex(example.getTraceId().toByteArray())))
                            .forEach(example -> keep(exemplars, example));
                }
            }
        }
    }

    private static Stream<KeyValue> labels(Metric metric) {
        return Stream.of(
                        metric.getGauge().getDataPointsList().stream().map(NumberDataPoint::getAttributesList),
                        metric.getSum().getDataPointsList().stream().map(NumberDataPoint::getAttributesList),
                        metric.getHistogram().getDataPointsList().stream().map(HistogramDataPoint::getAttributesList))
                .flatMap(points -> points)
                .flatMap(List::stream);
    }

    private void show(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var trace = trace(path.substring(path.lastIndexOf('/') + 1));
            var text = trace.spans().isEmpty() ? "no such trace, or not yet: spans arrive within 5 s\n" : trace.tree();
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(trace.spans().isEmpty() ? 404 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Adds a signal; a full queue loses its oldest. */
    private static <T> void keep(LinkedBlockingDeque<T> kept, T signal) {
        while (!kept.offer(signal)) {
            kept.poll();
        }
    }

    private static Span.Event event(io.opentelemetry.proto.trace.v1.Span.Event event) {
        return new Span.Event(event.getName(), instant(event.getTimeUnixNano()), attributes(event.getAttributesList()));
    }

    private static String service(Resource resource) {
        return attributes(resource.getAttributesList()).getOrDefault("service.name", "");
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(KeyValue::getKey, entry -> text(entry.getValue()), (one, other) -> one));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            default -> value.toString();
        };
    }

    private static Instant instant(long unixNanos) {
        return Instant.ofEpochSecond(0, unixNanos);
    }
}
