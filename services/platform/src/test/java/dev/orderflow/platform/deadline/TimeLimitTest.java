package dev.orderflow.platform.deadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeLimitTest {

    @Test
    void whatIsDoneInTimeIsDone() {
        var done = new AtomicBoolean();
        TimeLimit.run(Duration.ofSeconds(10), "work", () -> done.set(true));
        assertThat(done).isTrue();
    }

    @Test
    void whatTheWorkThrowsPasses() {
        assertThatThrownBy(() -> TimeLimit.run(Duration.ofSeconds(10), "work", () -> {
                    throw new UnsupportedOperationException("no");
                }))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("no");
    }

    @Test
    void aReadThatWaitsLongerIsGivenUpAndItsSocketClosed() throws Exception {
        var closed = new CountDownLatch(1);
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> TimeLimit.run(Duration.ofMillis(300), "a read", () -> {
                        try (var socket = new Socket(InetAddress.getLoopbackAddress(), silent.getLocalPort())) {
                            socket.getInputStream().read();
                        } catch (IOException e) {
                            closed.countDown();
                            throw new UncheckedIOException(e);
                        }
                    }))
                    .withMessageContaining("a read took longer");
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
