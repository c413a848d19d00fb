package dev.orderflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds and tests TCP ports of 127.0.0.1. */
public final class Ports {

    private static final int FIRST = 10_000;

    /** The last port: Linux gives those from 32768 to outgoing connections, macOS those from 49152. */
    private static final int LAST = 29_999;

    private static final int TRIES = 100;

    private Ports() {}

    /**
     * Returns a port that is free now, and that no outgoing connection of another test takes before its listener
     * starts.
     */
    public static int free() {
        for (var tries = 0; tries < TRIES; tries++) {
            var port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // taken: try another
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port from %d to %d is free".formatted(FIRST, LAST));
    }

    public static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
