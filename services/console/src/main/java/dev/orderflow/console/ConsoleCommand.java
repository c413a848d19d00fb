package dev.orderflow.console;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Base class of a command: its help, and its errors about arguments that it does not understand. */
@Command(
        descriptionHeading = "%n",
        commandListHeading = "%nCommands (--help after one says more):%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%n",
        exitCodeListHeading = "%nExit codes:%n")
public abstract class ConsoleCommand implements Callable<Integer> {

    /** The exit code of a command line that is not understood. */
    public static final String REFUSED = "2:an option is unknown or has a wrong value";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help and exits.")
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    protected final CommandSpec spec() {
        return spec;
    }

    /** Returns the exception that has a command exit 2 with a reason and its usage. */
    protected final ParameterException refusal(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    /**
     * Returns a value that is made of arguments.
     *
     * @throws ParameterException if the value is refused by an {@link IllegalArgumentException}, whose message is the
     *     reason
     */
    protected final <T> T accepted(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Returns a value that is made of one option's argument, as {@link #accepted(Supplier)}; a refusal names the
     * option.
     */
    protected final <T> T accepted(String option, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw refusal("Invalid value for option '%s': %s".formatted(option, e.getMessage()));
        }
    }

    /** @throws ParameterException where the number is out of its bounds */
    protected final void requireBetween(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw refusal(
                    "Invalid value for option '%s': %d is not from %d to %d".formatted(option, value, least, most));
        }
    }
}
