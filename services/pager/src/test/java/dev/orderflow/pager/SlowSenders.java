package dev.orderflow.pager;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;

/** Clients that each send a request's head, and then a byte of its body every second until the pager hangs up. */
public final class SlowSenders implements AutoCloseable {

    /**
     * The longest wait for an answer that waits for none of them: less than the 5 s that each of them may hold what it
     * has, and long enough for a machine that is busy with other things.
     */
    public static final Duration PATIENCE_OF_OTHERS = Duration.ofSeconds(4);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<Socket> sockets = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    /** @param head of the request, without its last empty line */
    public SlowSenders(int port, int senders, String head) throws IOException {
        this(SocketFactory.getDefault(), port, senders, head);
    }

    /**
     * @param factory by which they connect
     * @param head of the request, without its last empty line
     */
    public SlowSenders(SocketFactory factory, int port, int senders, String head) throws IOException {
        for (var number = 0; number < senders; number++) {
            var socket = factory.createSocket("127.0.0.1", port);
            sockets.add(socket);
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            var piece = head.contains("chunked") ? "1\r\na\r\n" : "a";
            Thread.ofVirtual().start(() -> send(socket, piece));
            readers.add(Thread.ofVirtual().start(() -> read(socket)));
        }
    }

    private static void send(Socket socket, String piece) {
        try {
            while (true) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException e) {
            // The pager hung up.
        }
    }

    private static void read(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The pager hung up without reading the rest.
        }
    }

    /** Waits until the pager has hung up on all of them; returns how many it still serves after the patience. */
    public long remaining(Duration patience) throws InterruptedException {
        var end = Instant.now().plus(patience);
        var remaining = 0L;
        for (var reader : readers) {
            var left = Duration.between(Instant.now(), end);
            if (!reader.join(left.isNegative() ? Duration.ZERO : left)) {
                remaining++;
            }
        }
        return remaining;
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
