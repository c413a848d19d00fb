package dev.orderflow.drill.job;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.drill.cluster.Kubectl;
import dev.orderflow.load.LoadArguments;
import dev.orderflow.load.LoadCommand;
import dev.orderflow.load.LoadEnvironment;
import dev.orderflow.load.LoadOptions;
import dev.orderflow.stores.LocalCluster;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Runs a load against the cluster, as a pod or from this machine. */
@Command(
        name = "load",
        description = {
            LoadCommand.DESCRIPTION,
            "As a pod, the load has the chart's defaults for what is not given. From this machine it reads "
                    + "ORDERFLOW_LOAD_<OPTION> too, GATEWAY for the address of the gateway, and "
                    + "ORDERFLOW_LOAD_PASSWORD instead of the cluster's Secret"
                    + " seed."
        },
        exitCodeList = {LoadCommand.EXIT_0, LoadCommand.EXIT_1, ConsoleCommand.REFUSED},
        footer = "Example: make load RATE=4 DURATION=60",
        defaultValueProvider = ClusterLoadCommand.Defaults.class)
public final class ClusterLoadCommand extends ConsoleCommand {

    private static final String FROM = "--from";
    private static final String ORDERS = "--orders";

    /** A placeholder for the password, which is not needed to check the other options. */
    private static final String UNUSED = "unused";

    @Option(
            names = FROM,
            paramLabel = "<pod|host>",
            defaultValue = "pod",
            description = "Where the shoppers run: a pod of the cluster, or this machine (default: ${DEFAULT-VALUE}).")
    private Place from = Place.POD;

    @Mixin
    private LoadArguments arguments = new LoadArguments();

    /** The values of {@code --from}. */
    enum Place {
        POD,
        HOST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws Exception {
        options(UNUSED);
        return switch (from) {
            case POD -> {
                requireNoFile();
                yield Job.run("load", Job.given(spec().commandLine().getParseResult(), Set.of(FROM)));
            }
            case HOST -> LoadCommand.run(options(password()));
        };
    }

    /** Refuses a file in a pod: its file system is read-only, and ends with it. */
    private void requireNoFile() {
        String orders = spec().commandLine().getParseResult().matchedOptionValue(ORDERS, "");
        if (LoadCommand.isFile(orders)) {
            throw refusal(("Invalid value for option '%s': a pod keeps no file; try: make load FROM=host ORDERS=%s, or "
                            + "print the orders by ORDERS=-")
                    .formatted(ORDERS, orders));
        }
    }

    private LoadOptions options(String password) {
        return accepted(() -> arguments.options(password));
    }

    private static String password() {
        var given = new LoadEnvironment(System.getenv()).password();
        if (!given.isEmpty()) {
            return given;
        }
        try {
            return new Kubectl().secret("seed", "orderflow", "password");
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage()
                            + "\nNo cluster gives the shoppers' password; try: make cluster-up, or "
                            + "ORDERFLOW_LOAD_PASSWORD and GATEWAY",
                    e);
        }
    }

    /** Defaults of options: the environment's, and for the gateway its port on this machine. */
    static final class Defaults implements IDefaultValueProvider {

        private final Map<String, String> environment = System.getenv();

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            var value = new LoadEnvironment(environment).defaultValue(argument);
            return value == null
                            && argument instanceof OptionSpec option
                            && option.longestName().equals("--gateway")
                    ? environment.getOrDefault(
                            "GATEWAY", LocalCluster.here().gateway().toString())
                    : value;
        }
    }
}
