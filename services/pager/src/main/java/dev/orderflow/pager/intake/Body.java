package dev.orderflow.pager.intake;

import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.util.unit.DataSize;

/** A request's body, not longer than it may be. */
final class Body {

    private Body() {}

    /** @throws ApiException PAYLOAD_TOO_LARGE, whether or not the length was said */
    static byte[] read(HttpServletRequest request, DataSize limit) throws IOException {
        var most = Math.toIntExact(limit.toBytes());
        var body = request.getContentLengthLong() > most ? null : request.getInputStream().readNBytes(most + 1);
        if (body == null || body.length > most) {
            throw new ApiException(ErrorCode.PAYLOAD_TOO_LARGE, "A body may have " + most + " bytes at most.");
        }
        return body;
    }
}
