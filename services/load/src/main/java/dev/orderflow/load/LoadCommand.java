package dev.orderflow.load;

import dev.orderflow.console.Console;
import dev.orderflow.console.ConsoleCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The program of the load's image. Prints the report to the standard output and progress to the standard error. */
@Command(
        name = "load",
        description = {
            LoadCommand.DESCRIPTION,
            "Each option is also read from the environment, as ORDERFLOW_LOAD_RATE; ORDERFLOW_LOAD_PASSWORD is the "
                    + "shoppers' password, from the Secret seed."
        },
        exitCodeList = {LoadCommand.EXIT_0, LoadCommand.EXIT_1, ConsoleCommand.REFUSED})
public final class LoadCommand extends ConsoleCommand {

    public static final String DESCRIPTION =
            "Shoppers arrive at random, at a rate that does not depend on the answers, and browse, order, look up "
                    + "and cancel.";

    public static final String EXIT_0 = "0:the load ran, whatever the system answered";
    public static final String EXIT_1 = "1:the load itself failed";

    private final LoadEnvironment environment;

    @Mixin
    private LoadArguments arguments = new LoadArguments();

    private LoadCommand(LoadEnvironment environment) {
        this.environment = environment;
    }

    static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> variables) {
        var environment = new LoadEnvironment(variables);
        return Console.configure(new CommandLine(new LoadCommand(environment)).setDefaultValueProvider(environment));
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(accepted(() -> arguments.options(environment.password())));
    }

    /**
     * Runs a load until its end, or until this process receives a signal to end; then follows its orders to their end.
     *
     * @return 0, or 1 if the load itself failed
     */
    public static int run(LoadOptions options) throws InterruptedException {
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

    /** Stops the arrivals, and waits until the report is written: a signal loses no order. */
    private static void stop(Load load, CountDownLatch over) {
        load.stop();
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(String file, Load load, LoadReport report) throws IOException {
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

    /** Writes the run with its shoppers, and then each order, for the audit to read. */
    private static void write(PrintStream out, Load load, LoadReport report) {
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
