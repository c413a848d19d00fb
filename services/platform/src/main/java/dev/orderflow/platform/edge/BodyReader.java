package dev.orderflow.platform.edge;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.limit.Places;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;

/**
 * Reads a request's body whole, within a size and a time, and holds one of the {@link Places} while it waits for it.
 */
public final class BodyReader {

    private static final int CHUNK = 8192;

    private final Places reads;
    private final Function<HttpServletRequest, String> clients;
    private final Duration free;
    private final Supplier<Duration> patience;

    /**
     * @param clients names the client of a request for its places
     * @param free how long a body is waited for without a place: zero where each request holds one of few threads
     * @param patience how long the body of the current request may take; one read that has begun may end later
     */
    public BodyReader(
            Places reads, Function<HttpServletRequest, String> clients, Duration free, Supplier<Duration> patience) {
        this.reads = reads;
        this.clients = clients;
        this.free = free;
        this.patience = patience;
    }

    /**
     * Returns the body.
     *
     * @param limit bytes at most
     * @throws ApiException PAYLOAD_TOO_LARGE, whether or not the request says its length; BODY_TIMEOUT;
     *     MALFORMED_REQUEST where the body broke off; RATE_LIMITED where no place is free for the client
     */
    public byte[] read(HttpServletRequest request, int limit) {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
        var body = new ByteArrayOutputStream();
        try {
            if (!arrived(request, body)) {
                await(request, body, limit);
            }
        } catch (SocketTimeoutException e) {
            throw new ApiException(ErrorCode.BODY_TIMEOUT, "The body did not come in time.", e);
        } catch (IOException e) {
            throw new ApiException(ErrorCode.MALFORMED_REQUEST, "The body broke off.", e);
        }
        if (body.size() > limit) {
            throw tooLarge(limit);
        }
        return body.toByteArray();
    }

    /** Takes what came along with the headers, for which nobody waits; true where that is all. */
    private static boolean arrived(HttpServletRequest request, ByteArrayOutputStream body) throws IOException {
        if (request.getContentLengthLong() < 0) {
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
        }
        var in = request.getInputStream();
        var chunk = new byte[CHUNK];
        while (body.size() < request.getContentLengthLong() && in.available() > 0) {
            body.write(chunk, 0, in.read(chunk));
        }
        return body.size() == request.getContentLengthLong();
    }

    /** Waits for the rest, up to one byte more than the limit. */
    private void await(HttpServletRequest request, ByteArrayOutputStream body, int limit) throws IOException {
        var begun = System.nanoTime();
        var end = begun + patience.get().toNanos();
        String client = null;
        try {
            var chunk = new byte[CHUNK];
            while (body.size() <= limit) {
                if (client == null && System.nanoTime() - begun >= free.toNanos()) {
                    var name = clients.apply(request);
                    if (!reads.begin(name)) {
                        throw new ApiException(
                                ErrorCode.RATE_LIMITED, "Too many bodies are on their way. Try again in 1 s.");
                    }
                    client = name;
                }
                var length = request.getInputStream().read(chunk, 0, Math.min(chunk.length, limit + 1 - body.size()));
                if (length < 0) {
                    return;
                }
                body.write(chunk, 0, length);
                if (System.nanoTime() - end > 0) {
                    throw new SocketTimeoutException();
                }
            }
        } finally {
            if (client != null) {
                reads.end(client);
            }
        }
    }

    private static ApiException tooLarge(int limit) {
        return new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, "A body may have " + limit + " bytes at most.");
    }
}
