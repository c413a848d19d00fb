package dev.orderflow.gateway;

import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.platform.error.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads a body whole before it is passed on, within the request's deadline, and refuses one that is too large, whether or
 * not it says its length. Runs behind security and the rate limit, so that most of those who may not ask hold no thread.
 */
final class BodyFilter extends OncePerRequestFilter {

    private final int limit;
    private final BodyReads reads;
    private final Clients clients;
    private final ProblemWriter problems;

    BodyFilter(GatewayProperties properties, BodyReads reads, Clients clients, ProblemWriter problems) {
        this.limit = Math.toIntExact(properties.maxBody().toBytes());
        this.reads = reads;
        this.clients = clients;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > limit) {
            refuseTooLarge(response);
            return;
        }
        var body = new ByteArrayOutputStream();
        try {
            if (!arrived(request, body) && !read(request, response, body)) {
                return;
            }
        } catch (SocketTimeoutException e) {
            problems.write(response, ErrorCode.BODY_TIMEOUT, "The body did not come in time.");
            return;
        } catch (IOException e) {
            problems.write(response, ErrorCode.MALFORMED_REQUEST, "The body broke off.");
            return;
        }
        if (body.size() > limit) {
            refuseTooLarge(response);
            return;
        }
        chain.doFilter(new ReadRequest(request, body.toByteArray()), response);
    }

    /** Takes what came along with the headers, for which nobody waits; true where that is all. */
    private static boolean arrived(HttpServletRequest request, ByteArrayOutputStream body) throws IOException {
        if (request.getContentLengthLong() < 0) {
            return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
        }
        var in = request.getInputStream();
        var chunk = new byte[8192];
        while (body.size() < request.getContentLengthLong() && in.available() > 0) {
            body.write(chunk, 0, in.read(chunk));
        }
        return body.size() == request.getContentLengthLong();
    }

    /** Waits for the rest, up to one byte more than the limit; false where the client waits for too many already. */
    private boolean read(HttpServletRequest request, HttpServletResponse response, ByteArrayOutputStream body)
            throws IOException {
        var client = clients.of(request);
        if (!reads.begin(client)) {
            RequestLimit.refuse(response, problems, Duration.ofSeconds(1), "Too many bodies are on their way.");
            return false;
        }
        try {
            var deadline = Deadline.current();
            var chunk = new byte[8192];
            while (body.size() <= limit) {
                var length = request.getInputStream().read(chunk, 0, Math.min(chunk.length, limit + 1 - body.size()));
                if (length < 0) {
                    return true;
                }
                body.write(chunk, 0, length);
                if (deadline != null && deadline.hasPassed()) {
                    throw new SocketTimeoutException();
                }
            }
            return true;
        } finally {
            reads.end(client);
        }
    }

    private void refuseTooLarge(HttpServletResponse response) throws IOException {
        problems.write(response, ErrorCode.PAYLOAD_TOO_LARGE, "A body may have " + limit + " bytes at most.");
    }

    private static final class ReadRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            var bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return bytes.read(target, offset, length);
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("requests are read in their own thread");
                }
            };
        }
    }
}
