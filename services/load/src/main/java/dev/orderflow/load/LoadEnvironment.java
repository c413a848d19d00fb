package dev.orderflow.load;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The environment variables of a load. {@code ORDERFLOW_LOAD_<OPTION>} is the default of an option, as
 * {@code ORDERFLOW_LOAD_LOGIN_RATE} for {@code --login-rate}. {@code ORDERFLOW_LOAD_PASSWORD} is the shoppers'
 * password; no option has it, since arguments are visible in the list of processes.
 */
public record LoadEnvironment(Map<String, String> variables) implements IDefaultValueProvider {

    private static final String PREFIX = "ORDERFLOW_LOAD_";

    /** Returns the shoppers' password; empty if it is not set. */
    public String password() {
        return variables.getOrDefault(PREFIX + "PASSWORD", "");
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? variables.get(PREFIX
                        + option.longestName()
                                .substring(2)
                                .toUpperCase(Locale.ROOT)
                                .replace('-', '_'))
                : null;
    }
}
