package dev.orderflow.pager.intake;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.springframework.util.unit.DataSize;

/**
 * Reads the body of a request whose sender is authenticated: within a size and a time, but without a place among the
 * bounded readers.
 */
final class Body {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Body() {}

    /**
     * Reads the body, within ten seconds and one wait for the connection's next bytes.
     *
     * @throws ApiException PAYLOAD_TOO_LARGE, whether or not the length was said; OVERLOADED where the sender is too
     *     slow, for it to send again
     */
    static byte[] read(HttpServletRequest request, DataSize limit) throws IOException {
        var most = Math.toIntExact(limit.toBytes());
        var body = new ByteArrayOutputStream();
        if (request.getContentLengthLong() <= most) {
            var begun = System.nanoTime();
            var in = request.getInputStream();
            var bytes = new byte[8192];
            try {
                for (var read = in.read(bytes); read >= 0 && body.size() <= most; read = in.read(bytes)) {
                    body.write(bytes, 0, read);
                    if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                        throw new SocketTimeoutException();
                    }
                }
            } catch (SocketTimeoutException e) {
                throw new ApiException(ErrorCode.OVERLOADED, "The body did not come in time. Send it again.", e);
            }
        }
        if (request.getContentLengthLong() > most || body.size() > most) {
            throw new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, "A body may have " + most + " bytes at most.");
        }
        return body.toByteArray();
    }
}
