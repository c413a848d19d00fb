package dev.orderflow.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a Valkey server on 127.0.0.1, without persistence. */
public final class Valkey implements AutoCloseable {

    private final int port = Ports.free();
    private final Child process;

    private Valkey(Path folder, List<String> settings) {
        var command = new ArrayList<>(
                List.of(program().toString(), "--port", Integer.toString(port), "--bind", "127.0.0.1", "--save", ""));
        command.addAll(settings);
        process = Child.start("valkey", folder, Map.of(), command);
    }

    /**
     * Finds the server's executable file.
     *
     * @throws IllegalStateException if there is none; the message says what to install
     */
    public static Path program() {
        var home = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return ValkeyBinary.find(Path.of(home, "orderflow"));
    }

    /**
     * Starts a server.
     *
     * @param folder for its log
     * @throws IllegalStateException if there is no executable, or the server does not start
     */
    public static Valkey start(Path folder) {
        return start(new Valkey(folder, List.of()));
    }

    /** Starts a server whose clients log in as the user {@code default} with this password. */
    public static Valkey start(Path folder, String password) {
        return start(new Valkey(folder, List.of("--requirepass", password)));
    }

    private static Valkey start(Valkey valkey) {
        valkey.process.await(() -> Ports.answers(valkey.port));
        return valkey;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }
}
