package dev.orderflow.load;

import dev.orderflow.console.Console;
import dev.orderflow.console.ConsoleCommand;
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

    /** The value of --orders that names the standard output. */
    private static final String STANDARD_OUTPUT = "-";

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
        try (var list = isFile(options.orders()) ? OrderList.open(options.orders()) : null;
                var load = new Load(options, System.err)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(load, over)));
            load.logIn();
            var report = load.run();
            print(options, load, report);
            if (list != null) {
                list.write(OrderList.lines(load, report));
            }
            if (System.out.checkError()) {
                throw new LoadException("not everything could be written to the standard output: is its disk full?");
            }
            return report.failures().isEmpty() ? 0 : 1;
        } catch (LoadException e) {
            System.err.println("error: " + e.getMessage());
            return 1;
        } finally {
            over.countDown();
        }
    }

    /** Stops the load. Waits until the report of one that has begun is written: a signal loses no order. */
    private static void stop(Load load, CountDownLatch over) {
        if (!load.stop()) {
            return;
        }
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reports whether a value of --orders names a file. */
    public static boolean isFile(String orders) {
        return !orders.isEmpty() && !orders.equals(STANDARD_OUTPUT);
    }

    private static void print(LoadOptions options, Load load, LoadReport report) {
        System.out.println(
                options.json() ? GatewayClient.JSON.writeValueAsString(Map.of("report", report)) : report.text());
        if (options.orders().equals(STANDARD_OUTPUT)) {
            OrderList.lines(load, report).forEach(System.out::println);
        }
    }
}
