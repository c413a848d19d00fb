package dev.orderflow.platform.edge;

import dev.orderflow.platform.limit.Places;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Reads the rest of a refused request's body, so that its sender sees the answer instead of a reset: up to 16 MB, for a
 * second. Closes the connection where there is more, or no place among the {@link Places}.
 */
final class UnreadBody {

    private static final long MOST = 16L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Places reads;

    UnreadBody(Places reads) {
        this.reads = reads;
    }

    void finish(Request request) {
        if (request.isFinished() || drained(request)) {
            return;
        }
        // Tomcat would else read on for as long as the client sends.
        request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    private boolean drained(Request request) {
        var client = "unread " + request.remoteAddr();
        if (!reads.begin(client)) {
            return false;
        }
        try {
            var chunk = new Chunk();
            var end = System.nanoTime() + PATIENCE.toNanos();
            for (var read = 0L; read < MOST && System.nanoTime() - end < 0; read += chunk.length) {
                chunk.length = request.doRead(chunk);
                if (chunk.length < 0 || request.isFinished()) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        } finally {
            reads.end(client);
        }
    }

    /** Takes what was read, and forgets it. */
    private static final class Chunk implements ApplicationBufferHandler {

        private int length;
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {}
    }
}
