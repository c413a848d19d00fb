package dev.orderflow.load;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
public record Options(
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

    static final String USAGE = """
            Shoppers arrive at random, at a rate that does not depend on the answers, and browse, order, look up and cancel.

            usage: load [--<option> <value>]...     or in the environment, ORDERFLOW_LOAD_<OPTION>
              --gateway <url>       http://gateway:8080
              --rate <number>       arrivals a second on average (4)
              --duration <seconds>  for which they arrive (60)
              --count <number>      of arrivals at most (100000)
              --seed <number>       the same seed gives the same arrivals (1)
              --mix <shares>        browse=50,order=30,look-up=15,cancel=5
              --declining <share>   of the orders, paid by a card that is declined (0.05)
              --shoppers <number>   who log in at the beginning (20)
              --products <number>   of the seed (5000)
              --login-rate <number> logins a second at most (0.5)
              --concurrency <number> journeys under way at most; who arrives then is counted as dropped (200)
              --timeout <seconds>   of a request (5)
              --retry <seconds>     how long an order without a clear answer is sent again (120)
              --follow <seconds>    how long accepted orders are followed to their end (120)
              --orders <file>       writes every order, a line of JSON each; - for the standard output
              -o json               the report as one line of JSON
            ORDERFLOW_LOAD_PASSWORD is the shoppers': in the Secret seed.
            Exits 0 whatever the system answered, 1 where the load itself failed, 2 for a wrong option.
            """;

    public Options {
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

    /** @throws IllegalArgumentException where one is unknown or wrong; the message says which, and what it may be */
    public static Options parse(String[] arguments, Map<String, String> environment) {
        var given = new Given(new TreeMap<>(), environment);
        for (var i = 0; i < arguments.length; i += 2) {
            var name = arguments[i].equals("-o") ? "output" : arguments[i].replaceFirst("^--", "");
            if (!arguments[i].startsWith("-") || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        arguments[i] + (arguments[i].startsWith("-") ? " needs a value" : " is no option"));
            }
            given.flags.put(name, arguments[i + 1]);
        }
        var output = given.value("output", "text");
        check(output.equals("text") || output.equals("json"), "output", output, "text or json");
        var options = new Options(
                given.value("gateway", "http://gateway:8080", URI::create),
                environment.getOrDefault("ORDERFLOW_LOAD_PASSWORD", ""),
                given.value("seed", "1", Long::parseLong),
                given.value("rate", "4", Double::parseDouble),
                given.value("duration", "60", Options::seconds),
                given.value("count", "100000", Long::parseLong),
                given.value("mix", Mix.DEFAULT.toString(), Mix::parse),
                given.value("declining", "0.05", Double::parseDouble),
                given.value("shoppers", "20", Integer::parseInt),
                given.value("products", "5000", Integer::parseInt),
                given.value("login-rate", "0.5", Double::parseDouble),
                given.value("concurrency", "200", Integer::parseInt),
                given.value("timeout", "5", Options::seconds),
                given.value("retry", "120", Options::seconds),
                given.value("follow", "120", Options::seconds),
                given.value("orders", ""),
                output.equals("json"));
        if (!given.flags.isEmpty()) {
            throw new IllegalArgumentException("--" + given.flags.firstKey() + " is no option");
        }
        return options;
    }

    private static Duration seconds(String text) {
        return Duration.ofSeconds(Long.parseLong(text));
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
            throw new IllegalArgumentException(name + " is " + value + "; it may be " + may);
        }
    }

    /** @param flags those not asked for yet */
    private record Given(TreeMap<String, String> flags, Map<String, String> environment) {

        String value(String name, String otherwise) {
            return value(name, otherwise, Function.identity());
        }

        <T> T value(String name, String otherwise, Function<String, T> parser) {
            @Nullable String flag = flags.remove(name);
            var variable = "ORDERFLOW_LOAD_" + name.toUpperCase().replace('-', '_');
            var text = flag == null ? environment.getOrDefault(variable, otherwise) : flag;
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " is " + text + ", which is no number");
            }
        }
    }
}
