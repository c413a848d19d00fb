package dev.orderflow.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP server on 127.0.0.1 that answers its first client with the headers and one byte of a body of 100 bytes, and
 * sends nothing more until the client closes the connection.
 */
public final class StalledServer implements AutoCloseable {

    private static final String BEGINNING =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[";

    private final ServerSocket listener;

    private StalledServer(ServerSocket listener) {
        this.listener = listener;
    }

    public static StalledServer start() {
        try {
            var server = new StalledServer(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(server::answer);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer() {
        try (var socket = listener.accept()) {
            socket.getOutputStream().write(BEGINNING.getBytes(StandardCharsets.US_ASCII));
            // Until the client goes.
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            // The client is gone, or the test is over.
        }
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
