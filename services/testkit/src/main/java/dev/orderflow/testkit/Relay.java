package dev.orderflow.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The network between two programs of this machine: it can be cut, and it can lose answers. */
public final class Relay implements AutoCloseable {

    private final int port;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger toLose = new AtomicInteger();
    private volatile ServerSocket listener;

    /** @param target the port that it leads to */
    public Relay(int target) {
        this.target = target;
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    public int port() {
        return port;
    }

    /** Ends all connections, and takes none until it is mended. */
    public void cut() {
        close(listener);
        open.forEach(Relay::close);
    }

    public void mend() {
        listener = listen(port);
    }

    /** The next answers do not come through: their connections end in the place of them. */
    public void loseAnswers(int count) {
        toLose.set(count);
    }

    /** How many of them are still to be lost. */
    public int answersToLose() {
        return toLose.get();
    }

    private ServerSocket listen(int at) {
        try {
            var socket = new ServerSocket(at, 200, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> accept(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                connect(socket.accept());
            }
        } catch (IOException e) {
            // It was cut.
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            Thread.ofVirtual().start(() -> copy(client, server, false));
            Thread.ofVirtual().start(() -> copy(server, client, true));
        } catch (IOException e) {
            close(client);
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        try (from;
                to) {
            copy(from.getInputStream(), to.getOutputStream(), answers);
        } catch (IOException e) {
            // One side is gone; now the other is too.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void copy(InputStream in, OutputStream out, boolean answers) throws IOException {
        var bytes = new byte[8192];
        for (var length = in.read(bytes); length > 0; length = in.read(bytes)) {
            if (answers && toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                return;
            }
            out.write(bytes, 0, length);
        }
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        cut();
    }
}
