package dev.orderflow.load;

import dev.orderflow.console.Format;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The command-line options of a load: names, defaults and descriptions. Their bounds are checked by
 * {@link LoadOptions}.
 */
public final class LoadArguments {

    @Option(
            names = "--gateway",
            paramLabel = "<url>",
            defaultValue = "http://gateway:8080",
            description = "Address of the gateway (default: ${DEFAULT-VALUE}).")
    private URI gateway;

    @Option(
            names = "--rate",
            paramLabel = "<number>",
            defaultValue = "4",
            description = "Arrivals a second on average, up to 1000 (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--duration",
            paramLabel = "<seconds>",
            defaultValue = "60",
            converter = Seconds.class,
            description = "Seconds for which shoppers arrive, 1 to 86400 (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--count",
            paramLabel = "<number>",
            // A day at the default rate. Of these about 150,000 order, which takes 36 MB of the image's heap of 128.
            defaultValue = "500000",
            description = "Arrivals at most, 1 to 10000000; the report says if they end the load before its duration "
                    + "(default: ${DEFAULT-VALUE}).")
    private long count;

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            defaultValue = "1",
            description = "Seed of the arrivals: the same seed gives the same ones (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--mix",
            paramLabel = "<shares>",
            defaultValue = Mix.DEFAULT_SHARES,
            converter = Shares.class,
            description =
                    "What shoppers come for, as weights; only their proportion counts (default: ${DEFAULT-VALUE}).")
    private Mix mix;

    @Option(
            names = "--declining",
            paramLabel = "<share>",
            defaultValue = "0.05",
            description = "Share of the orders, 0 to 1, paid by a card that is declined (default: ${DEFAULT-VALUE}).")
    private double declining;

    @Option(
            names = "--shoppers",
            paramLabel = "<number>",
            defaultValue = "20",
            description = "Shoppers who log in at the beginning, 1 to 5000 (default: ${DEFAULT-VALUE}).")
    private int shoppers;

    @Option(
            names = "--products",
            paramLabel = "<number>",
            defaultValue = "5000",
            description = "Products of the seed that they choose from, 1 to 9999 (default: ${DEFAULT-VALUE}).")
    private int products;

    @Option(
            names = "--login-rate",
            paramLabel = "<number>",
            defaultValue = "0.5",
            description = "Logins a second at most, up to 100 (default: ${DEFAULT-VALUE}).")
    private double loginRate;

    @Option(
            names = "--concurrency",
            paramLabel = "<number>",
            defaultValue = "200",
            description =
                    "Journeys under way at most; who arrives then is counted as dropped (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(
            names = "--timeout",
            paramLabel = "<seconds>",
            defaultValue = "5",
            converter = Seconds.class,
            description = "Seconds until a request is given up, 1 to 120 (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--retry",
            paramLabel = "<seconds>",
            defaultValue = "120",
            converter = Seconds.class,
            description = "Seconds for which an order without a clear answer is sent again, 0 to 600 (default: "
                    + "${DEFAULT-VALUE}).")
    private Duration retry;

    @Option(
            names = "--follow",
            paramLabel = "<seconds>",
            defaultValue = "120",
            converter = Seconds.class,
            description = "Seconds for which accepted orders are followed to their end, 0 to 3600 (default: "
                    + "${DEFAULT-VALUE}).")
    private Duration follow;

    @Option(
            names = "--orders",
            paramLabel = "<file>",
            defaultValue = "",
            description =
                    "Writes every order to this file, a line of JSON each; - is the standard output (default: none).")
    private String orders;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<text|json>",
            defaultValue = "text",
            description = "The report as a table, or as one line of JSON (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    /**
     * Returns the options that were given, and the defaults of the others.
     *
     * @param password of every shopper
     * @throws IllegalArgumentException if a value is out of its bounds; the message names the option and its bounds
     */
    public LoadOptions options(String password) {
        return new LoadOptions(
                gateway,
                password,
                seed,
                rate,
                duration,
                count,
                mix,
                declining,
                shoppers,
                products,
                loginRate,
                concurrency,
                timeout,
                retry,
                follow,
                orders,
                output == Format.JSON);
    }

    /** Whole seconds. */
    static final class Seconds implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String text) {
            try {
                return Duration.ofSeconds(Long.parseLong(text));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no whole number of seconds");
            }
        }
    }

    /** A mix of actions. */
    static final class Shares implements ITypeConverter<Mix> {

        @Override
        public Mix convert(String text) {
            try {
                return Mix.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
