package dev.orderflow.drill;

import dev.orderflow.console.ConsoleCommand;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints the shell script that completes commands, options and values by the tab key. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes the commands, options and values of orderflow by the tab key, in bash "
                    + "and zsh.",
            "For the current shell: source <(ci/orderflow completion)"
        },
        exitCodeList = {"0:the script is printed", ConsoleCommand.REFUSED})
final class CompletionCommand extends ConsoleCommand {

    @Override
    public Integer call() {
        var root = spec().root();
        var out = root.commandLine().getOut();
        out.print(AutoComplete.bash(root.name(), root.commandLine()));
        out.flush();
        return 0;
    }
}
