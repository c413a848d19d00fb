package dev.orderflow.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** {@code make load}. See {@link Options#USAGE}. The report goes to the standard output, progress to the other. */
final class LoadCommand {

    private LoadCommand() {}

    static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments, System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.err.println("try: --help");
            return 2;
        }
        var over = new CountDownLatch(1);
        try (var load = new Load(options, System.err)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(load, over)));
            load.logIn();
            var report = load.run();
            System.out.println(options.json() ? json("report", report) : report.text());
            write(options.orders(), load, report);
            return report.failures().isEmpty() ? 0 : 1;
        } catch (LoadException | IOException e) {
            System.err.println("error: " + e.getMessage());
            return 1;
        } finally {
            over.countDown();
        }
    }

    /** Who is told to end by a signal still follows its orders and reports. */
    private static void stop(Load load, CountDownLatch over) {
        load.stop();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(String file, Load load, Report report) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        if (file.equals("-")) {
            write(System.out, load, report);
            return;
        }
        try (var out = new PrintStream(Path.of(file).toFile(), StandardCharsets.UTF_8)) {
            write(out, load, report);
        }
    }

    /** First of what run they are, and of which shoppers; then each order. The audit reads it. */
    private static void write(PrintStream out, Load load, Report report) {
        out.println(json(
                "run", Map.of("id", report.run(), "began", report.began().toString(), "shoppers", load.shopperIds())));
        for (var order : load.orders()) {
            var line = new LinkedHashMap<String, Object>();
            line.put("key", order.key());
            line.put("outcome", order.outcome());
            if (order.isAccepted()) {
                line.put("id", order.id());
            }
            line.put("status", order.status());
            out.println(json("order", line));
        }
    }

    private static String json(String what, Object value) {
        return GatewayClient.JSON.writeValueAsString(Map.of(what, value));
    }
}
