package dev.orderflow.replay;

import dev.orderflow.console.Console;
import dev.orderflow.console.ConsoleCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Main class: the command that sends dead letters back. Its other command sets the access at Kafka. */
@Command(
        name = "replay",
        description = {
            ReplayCommand.DESCRIPTION,
            "The broker is that of SPRING_KAFKA_BOOTSTRAPSERVERS and SPRING_KAFKA_PROPERTIES_..., as the services "
                    + "read them."
        },
        exitCodeList = {ReplayCommand.EXIT_0, ReplayCommand.EXIT_1, ReplayCommand.EXIT_2})
public final class ReplayCommand extends ConsoleCommand {

    public static final String DESCRIPTION =
            "Sends dead letters back to the topic and partition that they came from, the oldest of each partition "
                    + "first. Each stays where it is, and counts as replayed once the broker has it.";

    public static final String EXIT_0 = "0:all that was asked for is done, also where nothing waits";
    public static final String EXIT_1 =
            "1:the broker cannot be reached, or does not take one back, which then still waits";
    public static final String EXIT_2 = "2:an option or the environment is wrong";

    private static final int DONE = 0;
    private static final int FAILED = 1;

    private final JsonMapper json = new JsonMapper();
    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream errors;

    @Mixin
    private ReplayArguments arguments = new ReplayArguments();

    private ReplayCommand(Map<String, String> environment, PrintStream out, PrintStream errors) {
        this.environment = environment;
        this.out = out;
        this.errors = errors;
    }

    static void main(String[] arguments) {
        System.exit(run(System.getenv(), System.out, System.err, arguments));
    }

    /** @return the exit code */
    public static int run(Map<String, String> environment, PrintStream out, PrintStream errors, String... arguments) {
        return commandLine(environment, out, errors).execute(arguments);
    }

    static CommandLine commandLine(Map<String, String> environment, PrintStream out, PrintStream errors) {
        return Console.configure(new CommandLine(new ReplayCommand(environment, out, errors))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true)));
    }

    @Override
    public Integer call() {
        var settings = settings();
        var options = arguments.options();
        try {
            var visit = new DeadLetters(settings).visit(options, (letter, sentTo) -> {
                if (options.json()) {
                    var line = new LinkedHashMap<>(letter.describe());
                    sentTo.ifPresent(place -> line.put("sentTo", place));
                    out.println(json.writeValueAsString(line));
                } else {
                    out.println(letter
                            + sentTo.map(place -> "\n    sent to " + place).orElse(""));
                }
            });
            var warning = new OffsetRetention(settings).warning();
            if (options.json()) {
                var counts = new LinkedHashMap<String, Object>(counts(options, visit));
                warning.ifPresent(text -> counts.put("warning", text));
                out.println(json.writeValueAsString(counts));
            } else {
                out.println(summary(options, visit));
                warn(warning);
            }
            return DONE;
        } catch (KafkaException e) {
            // Of a request by the consumer; what else is thrown names its setting or its dead letter.
            var check = e instanceof ApiException ? "; check " + settings.names() : "";
            errors.println("The replay broke off, and what was not sent still waits: " + Failure.reason(e) + check);
            return FAILED;
        }
    }

    private static Map<String, Long> counts(Options options, DeadLetters.Visit visit) {
        var counts = new LinkedHashMap<String, Long>();
        if (options.listOnly()) {
            counts.put("waiting", visit.waited());
            counts.put("shown", visit.seen());
        } else {
            counts.put("replayed", visit.seen());
            counts.put("waiting", visit.waited() - visit.seen());
        }
        return counts;
    }

    private static String summary(Options options, DeadLetters.Visit visit) {
        var rest = visit.waited() - visit.seen();
        if (options.listOnly()) {
            return visit.waited() + " dead letters waiting" + (rest == 0 ? "" : ", %d shown".formatted(visit.seen()));
        }
        return visit.seen() + " dead letters replayed" + (rest == 0 ? "" : ", %d still waiting".formatted(rest));
    }

    private void warn(Optional<String> warning) {
        warning.ifPresent(text -> errors.println("warning: " + text));
    }

    @Command(
            name = "access",
            description = {
                "Sets who may do what at Kafka. Every other entry is removed; with --shared, those of the users that "
                        + "are named alone.",
                "Without an entry: prints what the user of the environment may do."
            },
            descriptionHeading = "%n",
            parameterListHeading = "%n",
            optionListHeading = "%nOptions:%n",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:the access is set, or printed",
                "1:the broker cannot be reached, or refuses",
                ReplayCommand.EXIT_2
            })
    int access(
            @Option(
                            names = {"-h", "--help"},
                            usageHelp = true,
                            description = "Prints this help and exits.")
                    boolean help,
            @Option(
                            names = "--shared",
                            description = "Others use the broker, too: keeps the entries of users that are not named.")
                    boolean isShared,
            @Parameters(
                            paramLabel = "<user>=<right>",
                            arity = "0..*",
                            description = "A right of a user: produces=<topic>, consumes=<topic>, replays or observes,"
                                    + " as in order=produces=orders.")
                    List<String> rights) {
        try {
            var settings = settings();
            var access = new Access(settings);
            if (rights == null || rights.isEmpty()) {
                access.own().forEach(out::println);
                return DONE;
            }
            var change = access.set(rights, isShared);
            out.println("access to Kafka: %d entries added, %d removed".formatted(change.added(), change.removed()));
            warn(new OffsetRetention(settings).warning());
            return DONE;
        } catch (KafkaException e) {
            errors.println(Failure.reason(e));
            return FAILED;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec().subcommands().get("access"), e.getMessage());
        }
    }

    /** @throws ParameterException where the environment names no broker */
    private KafkaSettings settings() {
        return accepted(() -> KafkaSettings.of(environment));
    }
}
