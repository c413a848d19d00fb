package dev.orderflow.console;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Configures command lines, so that all of ours behave alike. */
public final class Console {

    private static final int WIDTH = 110;

    private Console() {}

    /**
     * Configures a command line and its subcommands: the last of an option given twice counts, values that are one of a
     * list may be in lower case, an argument is never a file of arguments, and a mistake is answered with its reason,
     * then the usage, and exit code 2.
     */
    public static CommandLine configure(CommandLine command) {
        return command.setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpWidth(WIDTH)
                .setParameterExceptionHandler(Console::refuse);
    }

    private static int refuse(ParameterException mistake, String[] arguments) {
        var command = mistake.getCommandLine();
        var errors = command.getErr();
        errors.println(command.getColorScheme().errorText(mistake.getMessage()));
        UnmatchedArgumentException.printSuggestions(mistake, errors);
        command.usage(errors, command.getColorScheme());
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }
}
