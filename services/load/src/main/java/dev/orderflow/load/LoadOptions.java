package dev.orderflow.load;

import dev.orderflow.console.Console;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;

/**
 * What load it is to be; the same values give the same arrivals.
 *
 * @param gateway where to
 * @param password of every shopper; from the environment alone, since a flag would show it in the list of processes
 * @param rate arrivals a second on average, above 0 and up to 1,000
 * @param duration for which shoppers arrive, 1 s to a day
 * @param count of arrivals at most
 * @param declining share of the orders that is paid by a card which is declined, 0 to 1
 * @param shoppers who log in at the beginning, 1 to 5,000
 * @param products of the seed, of which they want the first most
 * @param loginRate logins a second at most; at 1, shoppers whose answers came too late kept two slow cores busy with
 *     hashes
 * @param concurrency journeys under way at most; who arrives then is dropped, and counted
 * @param timeout of one request
 * @param retry how long an order without a clear answer is sent again
 * @param follow how long accepted orders are followed to their end, after the last arrival
 * @param orders where every order is written to, a line of JSON each; - for the standard output, empty for nowhere
 * @param json instead of a table
 */
public record LoadOptions(
        URI gateway,
        String password,
        long seed,
        double rate,
        Duration duration,
        long count,
        Mix mix,
        double declining,
        int shoppers,
        int products,
        double loginRate,
        int concurrency,
        Duration timeout,
        Duration retry,
        Duration follow,
        String orders,
        boolean json) {

    public LoadOptions {
        check(
                gateway.getHost() != null && gateway.getScheme().matches("https?"),
                "gateway",
                gateway,
                "a URL, as http://gateway:8080");
        if (password.isEmpty()) {
            throw new IllegalArgumentException(
                    "ORDERFLOW_LOAD_PASSWORD is not set: it is the shoppers', in the Secret seed");
        }
        check(rate > 0 && rate <= 1000, "rate", rate, "above 0 and up to 1000 a second");
        between("duration", duration, 1, 86_400);
        check(count >= 1 && count <= 10_000_000, "count", count, "from 1 to 10000000");
        check(declining >= 0 && declining <= 1, "declining", declining, "from 0 to 1");
        check(shoppers >= 1 && shoppers <= 5_000, "shoppers", shoppers, "from 1 to 5000");
        check(products >= 1 && products <= 9_999, "products", products, "from 1 to 9999");
        check(loginRate > 0 && loginRate <= 100, "login-rate", loginRate, "above 0 and up to 100 a second");
        check(concurrency >= 1 && concurrency <= 10_000, "concurrency", concurrency, "from 1 to 10000");
        between("timeout", timeout, 1, 120);
        between("retry", retry, 0, 600);
        between("follow", follow, 0, 3600);
    }

    /**
     * Returns the options of a command line.
     *
     * @param environment see {@link LoadEnvironment}
     * @throws picocli.CommandLine.ParameterException where an option is unknown or its value is none of it
     * @throws IllegalArgumentException where a value is out of its bounds; the message names the option and its bounds
     */
    public static LoadOptions parse(String[] arguments, Map<String, String> environment) {
        var variables = new LoadEnvironment(environment);
        var given = new LoadArguments();
        Console.configure(new CommandLine(given).setDefaultValueProvider(variables))
                .parseArgs(arguments);
        return given.options(variables.password());
    }

    private static void between(String name, Duration value, long least, long most) {
        check(
                value.toSeconds() >= least && value.toSeconds() <= most,
                name,
                value.toSeconds(),
                "from " + least + " to " + most + " seconds");
    }

    private static void check(boolean right, String name, Object value, String may) {
        if (!right) {
            throw new IllegalArgumentException("--" + name + " is " + value + "; it may be " + may);
        }
    }
}
