package dev.orderflow.walk.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StackTraceTest {

    private static final String TRACE = """
            java.lang.IllegalStateException: no answer
            \tat org.example.Client.get(Client.java:1)
            \tat dev.orderflow.order.Orders.place(Orders.java:7)
            Caused by: java.net.SocketTimeoutException: Read timed out
            \tat java.base/java.net.Socket.read(Socket.java:2)
            """;

    @Test
    void theLastCauseAndOurInnermostFrameAreRead() {
        assertThat(StackTrace.rootCause(TRACE)).contains("java.net.SocketTimeoutException: Read timed out");
        assertThat(StackTrace.ownFrame(TRACE)).contains("dev.orderflow.order.Orders.place(Orders.java:7)");
    }

    /** A message may hold what a client sent. */
    @Test
    @Timeout(20)
    void aMillionEmptyLinesAreReadOnce() {
        for (var empty : new String[] {"\n", " \n", "\t", " "}) {
            var text = empty.repeat(1_000_000) + "\n" + TRACE;
            assertThat(StackTrace.rootCause(text)).contains("java.net.SocketTimeoutException: Read timed out");
            assertThat(StackTrace.ownFrame(text)).contains("dev.orderflow.order.Orders.place(Orders.java:7)");
        }
    }
}
