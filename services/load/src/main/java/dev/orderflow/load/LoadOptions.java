package dev.orderflow.load;

import dev.orderflow.console.Console;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;

/**
 * The options of a load. The same values give the same arrivals.
 *
 * @param gateway address of the gateway
 * @param password of every shopper; from the environment only, since arguments are visible in the list of processes
 * @param rate arrivals a second on average, above 0 and up to 1,000
 * @param duration time for which shoppers arrive, 1 s to 1 day
 * @param count arrivals at most
 * @param declining share of orders that are paid with a card that is declined, 0 to 1
 * @param shoppers number of shoppers, who log in at the beginning, 1 to 5,000
 * @param products number of seeded products, of which the first are the most popular
 * @param loginRate logins a second at most; at 1, repeated logins kept two slow cores busy with password hashes
 * @param concurrency journeys in progress at most; further arrivals are dropped, and counted
 * @param timeout of one request
 * @param retry how long an order without a clear answer is retried
 * @param follow how long accepted orders are followed to their end, after the last arrival
 * @param orders the file that every order is written to as a line of JSON; - for the standard output, empty for none
 * @param json whether the report is JSON instead of a table
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

    private static final int LAST_PORT = 65_535;

    public LoadOptions {
        check(
                isAddress(gateway),
                "gateway",
                gateway,
                "http or https with a host and a port, and nothing else, as http://gateway:8080");
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
     * @throws picocli.CommandLine.ParameterException if an option is unknown or has a wrong value
     * @throws IllegalArgumentException if a value is out of its bounds; the message names the option and its bounds
     */
    public static LoadOptions parse(String[] arguments, Map<String, String> environment) {
        var variables = new LoadEnvironment(environment);
        var given = new LoadArguments();
        Console.configure(new CommandLine(given).setDefaultValueProvider(variables))
                .parseArgs(arguments);
        return given.options(variables.password());
    }

    /** Reports whether a URL is one of a server. A path or a query would be ignored, and a name in it not be sent. */
    private static boolean isAddress(URI url) {
        return url.getScheme() != null
                && url.getScheme().matches("(?i)https?")
                && url.getHost() != null
                && url.getPort() <= LAST_PORT
                && url.getPort() != 0
                && url.getUserInfo() == null
                && url.getPath().matches("/?")
                && url.getQuery() == null
                && url.getFragment() == null;
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
