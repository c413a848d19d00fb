package dev.orderflow.course.check;

import dev.orderflow.load.Load;
import dev.orderflow.load.LoadException;
import dev.orderflow.load.LoadOptions;
import dev.orderflow.local.LocalSystem;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The load of a check: shoppers who browse, order, look up and cancel beside the check's own requests. */
final class Traffic implements AutoCloseable {

    private static final int SHOPPERS = 5;
    private static final double RATE = 2;

    private final Load load;
    private final CompletableFuture<Void> run = new CompletableFuture<>();

    private Traffic(Load load) {
        this.load = load;
    }

    /** Logs shoppers in, and returns when the first may arrive. */
    static Traffic start(LocalSystem system, long seed, Duration duration) throws InterruptedException {
        var arguments = new String[] {
            "--gateway", system.gateway().toString(),
            "--seed", Long.toString(seed),
            "--rate", Double.toString(RATE),
            "--duration", Long.toString(duration.toSeconds()),
            "--mix", "browse=40,order=50,look-up=10",
            "--shoppers", Integer.toString(SHOPPERS),
            "--products", "100",
            "--login-rate", "2",
            "--follow", "30"
        };
        var options = LoadOptions.parse(arguments, Map.of("ORDERFLOW_LOAD_PASSWORD", system.password()));
        var traffic = new Traffic(new Load(options, new PrintStream(OutputStream.nullOutputStream())));
        try {
            traffic.load.logIn();
        } catch (LoadException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        Thread.ofVirtual().start(traffic::run);
        return traffic;
    }

    private void run() {
        try {
            load.run();
            run.complete(null);
        } catch (InterruptedException | RuntimeException e) {
            run.completeExceptionally(e);
        }
    }

    /** Waits for the end of the last order, and returns the ids of all that were accepted. */
    List<String> finish() {
        run.join();
        return load.acceptedOrders();
    }

    /** Returns the e-mail addresses of the shoppers. */
    List<String> emails() {
        return load.emails();
    }

    @Override
    public void close() {
        load.stop();
        load.close();
    }
}
