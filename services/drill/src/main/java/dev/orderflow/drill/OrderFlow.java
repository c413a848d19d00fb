package dev.orderflow.drill;

import dev.orderflow.console.Console;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.PagerClient;
import dev.orderflow.drill.exercise.DrillCommand;
import dev.orderflow.drill.exercise.LeaksCommand;
import dev.orderflow.drill.incident.IncidentCommand;
import dev.orderflow.drill.incident.ProveCommand;
import dev.orderflow.drill.incident.RecoverCommand;
import dev.orderflow.drill.incident.RehearseCommand;
import dev.orderflow.drill.incident.ScaleCommand;
import dev.orderflow.drill.incident.WalksCommand;
import dev.orderflow.drill.job.ClusterLoadCommand;
import dev.orderflow.drill.job.ReplayDeadLettersCommand;
import dev.orderflow.drill.score.RecordCommand;
import dev.orderflow.drill.score.ReplayCommand;
import dev.orderflow.drill.score.ScoreCommand;
import dev.orderflow.drill.verify.AuditCommand;
import dev.orderflow.drill.verify.ConservationCommand;
import dev.orderflow.drill.verify.CoverageCommand;
import dev.orderflow.drill.verify.OrderCommand;
import dev.orderflow.drill.verify.OutageCommand;
import dev.orderflow.drill.verify.PageCommand;
import dev.orderflow.drill.verify.VerifyCommand;
import dev.orderflow.drill.walk.WalkCommand;
import dev.orderflow.drill.walk.WhoCommand;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The command line {@code orderflow}. The script ci/orderflow starts it, and the make targets call that script. */
@Command(
        name = "orderflow",
        description = "Places orders, sends pages, runs incidents and drills, and verifies, on the running cluster.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands (--help after one says more):%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:a check failed, or no cluster answers",
            "2:a command or an option is unknown or has a wrong value"
        },
        footer = "%nTab completion in bash and zsh: source <(ci/orderflow completion)",
        subcommands = {
            VerifyCommand.class,
            OrderCommand.class,
            PageCommand.class,
            CoverageCommand.class,
            ClusterLoadCommand.class,
            AuditCommand.class,
            ReplayDeadLettersCommand.class,
            IncidentCommand.class,
            WalksCommand.class,
            RecoverCommand.class,
            ScaleCommand.class,
            RehearseCommand.class,
            ProveCommand.class,
            DrillCommand.class,
            LeaksCommand.class,
            OutageCommand.class,
            ConservationCommand.class,
            RecordCommand.class,
            ReplayCommand.class,
            ScoreCommand.class
        })
public final class OrderFlow {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help and exits.")
    private boolean help;

    private OrderFlow() {}

    static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return Console.configure(new CommandLine(new OrderFlow())
                .addSubcommand(new WalkCommand(() -> Cluster.local().stores()))
                .addSubcommand(new WhoCommand(
                        () -> Cluster.local().stores(),
                        number -> PagerClient.local(Cluster.local().kubectl()).alert(number)))
                .addSubcommand(new CompletionCommand())
                .setExecutionExceptionHandler(OrderFlow::report));
    }

    /**
     * Prints only the message of an exception that a command throws on purpose; any other exception keeps its stack
     * trace.
     */
    private static int report(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof IllegalStateException
                || failure instanceof IllegalArgumentException
                || failure instanceof UncheckedIOException) {
            command.getErr().println(failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
