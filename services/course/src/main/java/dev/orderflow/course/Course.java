package dev.orderflow.course;

import dev.orderflow.console.Console;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The command line of the course. The script ci/course starts it, and the make targets call that script. */
@Command(
        name = "course",
        description = "From a system without observability to the night shift, in lessons that a program checks by the"
                + " telemetry. The texts are in docs/course.",
        descriptionHeading = "%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands (--help after one says more):%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the tree is there, or the check is green",
            "1:the check is red, or the system does not build or start",
            "2:a command, a lesson or an option is unknown or has a wrong value"
        })
public final class Course {

    private final Path checkout;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help and exits.")
    private boolean help;

    private Course(Path checkout) {
        this.checkout = checkout;
    }

    static void main(String[] arguments) {
        System.exit(commandLine(Path.of("").toAbsolutePath()).execute(arguments));
    }

    /** @param checkout the product's source tree */
    static CommandLine commandLine(Path checkout) {
        var course = new Course(checkout);
        return Console.configure(new CommandLine(course)
                .addSubcommand(new LessonCommand(course.checkout))
                .addSubcommand(new CheckCommand(course.checkout))
                .addSubcommand(new PlayCommand(course.checkout))
                .setExecutionExceptionHandler(Course::report));
    }

    /** Prints only the message of an exception that is thrown on purpose; any other keeps its stack trace. */
    private static int report(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        if (failure instanceof IllegalStateException || failure instanceof UncheckedIOException) {
            command.getErr().println("error: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
