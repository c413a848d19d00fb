package dev.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.orderflow.exchange.Exchange;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OtlpReceiverTest {

    private static final byte[] NO_PROTOBUF = "no protobuf".getBytes(StandardCharsets.US_ASCII);

    private final HttpClient http = HttpClient.newHttpClient();
    private OtlpReceiver receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = new OtlpReceiver();
    }

    @AfterEach
    void close() {
        receiver.close();
        http.shutdownNow();
    }

    @Test
    void spansAreKeptWithAndWithoutGzip() throws Exception {
        assertThat(post("/v1/traces", spans("one"), "identity")).isEqualTo(200);
        assertThat(post("/v1/traces", zipped(spans("two")), "gzip")).isEqualTo(200);
        assertThat(receiver.spans()).extracting(span -> span.name()).containsExactly("one", "two");
    }

    @Test
    void aBodyThatIsNotWhatItsHeadersSayIsRefused() throws Exception {
        for (var path : new String[] {"/v1/traces", "/v1/logs", "/v1/metrics"}) {
            assertThat(post(path, NO_PROTOBUF, "identity")).as(path).isEqualTo(400);
        }
        assertThat(post("/v1/traces", spans("plain"), "gzip")).isEqualTo(400);
        var zipped = zipped(spans("cut off"));
        assertThat(post("/v1/traces", Arrays.copyOf(zipped, zipped.length / 2), "gzip"))
                .isEqualTo(400);
        assertThat(receiver.spans()).isEmpty();
    }

    private int post(String path, byte[] body, String encoding) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(receiver.url() + path))
                .header("Content-Encoding", encoding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return Exchange.send(http, request, HttpResponse.BodyHandlers.discarding(), Duration.ofSeconds(30))
                .statusCode();
    }

    private static byte[] spans(String name) {
        var span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[16]))
                .setSpanId(ByteString.copyFrom(new byte[8]))
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setName(name);
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build()
                .toByteArray();
    }

    private static byte[] zipped(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }
}
