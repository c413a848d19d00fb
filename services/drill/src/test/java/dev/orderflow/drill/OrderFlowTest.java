package dev.orderflow.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Tests what all commands have in common: complete help, and a refusal of unknown or wrong options. */
class OrderFlowTest {

    private static final String HERE =
            " of the command line: add description = \"…\" to its annotation, in services/drill/src/main/java or, "
                    + "for the options of a load, a replay or a walk, in that module";

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    static Stream<String> commands() {
        return OrderFlow.commandLine().getSubcommands().keySet().stream();
    }

    @Test
    void theCommandsAreThose() {
        assertThat(commands())
                .containsExactlyInAnyOrder(
                        "verify",
                        "verify-outage",
                        "verify-conservation",
                        "verify-leaks",
                        "coverage",
                        "order",
                        "page",
                        "incident",
                        "rehearse",
                        "prove",
                        "recover",
                        "scale",
                        "drill",
                        "walk",
                        "walks",
                        "who",
                        "audit",
                        "load",
                        "record",
                        "replay",
                        "replay-dead-letters",
                        "score",
                        "completion");
    }

    @Test
    void everyCommandAndOptionIsDescribed() {
        assertThat(findings(OrderFlow.commandLine().getCommandSpec())).isEmpty();
    }

    @Test
    void whatIsNotDescribedIsFound() {
        @Command(name = "planted")
        class Planted {
            @Option(names = "--bare")
            private String bare;

            @Option(names = "--silent", defaultValue = "7", description = "Seconds.")
            private int silent;
        }
        assertThat(findings(new CommandLine(new Planted()).getCommandSpec()))
                .anySatisfy(finding -> assertThat(finding).startsWith("planted has no description"))
                .anySatisfy(finding -> assertThat(finding).startsWith("planted has no exit codes"))
                .anySatisfy(finding -> assertThat(finding).startsWith("planted has no --help"))
                .anySatisfy(finding -> assertThat(finding).startsWith("planted --bare has no description"))
                .anySatisfy(finding -> assertThat(finding).startsWith("planted --silent does not say its default"))
                .hasSize(6);
    }

    /** Each names the option, and the fix. */
    private static List<String> findings(CommandSpec command) {
        var findings = new ArrayList<String>();
        var name = command.qualifiedName();
        var usage = command.usageMessage();
        if (usage.description().length == 0) {
            findings.add(name + " has no description" + HERE);
        }
        if (usage.exitCodeList().isEmpty()) {
            findings.add(name + " has no exit codes: add exitCodeList to its annotation");
        }
        if (command.options().stream().noneMatch(OptionSpec::usageHelp)) {
            findings.add(name + " has no --help: have its class extend ConsoleCommand");
        }
        for (var option : command.options()) {
            var words = String.join(" ", option.description());
            if (words.isBlank()) {
                findings.add(name + " " + option.longestName() + " has no description" + HERE);
            }
            if (!option.usageHelp()
                    && option.arity().max() > 0
                    && !words.matches(".*\\((default: .+|required)\\)\\..*")
                    && !exclusive(option)) {
                findings.add(name + " " + option.longestName()
                        + " does not say its default: end its description with (default: ${DEFAULT-VALUE}). "
                        + "or (required).");
            }
        }
        command.subcommands().values().forEach(sub -> findings.addAll(findings(sub.getCommandSpec())));
        return findings;
    }

    /** Reports whether an option belongs to a group, whose options have no default. */
    private static boolean exclusive(OptionSpec option) {
        return option.group() != null && option.group().exclusive();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsHelpNamesEveryOption(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString())
                .contains("Usage: orderflow " + command)
                .doesNotContain("${", "null")
                .contains(OrderFlow.commandLine().getSubcommands().get(command).getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList());
        assertThat(out.toString()).contains("Exit codes:", "  0 ", "  2 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "verify --quick                | Unknown option: '--quick'",
                "verify now                    | Unmatched argument at index 1: 'now'",
                "fly                           | Unmatched argument at index 0: 'fly'",
                "scale                         | Missing required option: '--pods=<number>'",
                "scale --pods                  | Missing required parameter for option '--pods' (<number>)",
                "scale --pods many             | 'many' is not an int",
                "scale --pods 1000             | 1000 is not from 1 to 999",
                "recover --pods -1             | -1 is not from 0 to 999",
                "recover --incident none       | there is no none",
                "walks --count 0               | 0 is not from 1 to 999",
                "incident --fix all            | scale-47 has no mitigation all that can be made beforehand; there "
                        + "are: pool-budget",
                "incident --incident stock-count --fix pool-budget | stock-count has no mitigation pool-budget",
                "recover --mitigation all      | scale-47 has no mitigation all; there are: ",
                "scale --pods 3                | PODS=3 is too few: there are ",
                "scale --incident stock-count --pods 20 | stock-count is not set off by a number of pods",
                "rehearse --restore maybe      | maybe",
                "prove --times 0               | 0 is not from 1 to 99",
                "prove --run 48                | no such runs: [48]; there are [7, 20, 33, 47, 47-fixed]",
                "audit --wait soon             | 'soon' is not an int",
                "audit -o yaml                 | yaml",
                "verify-conservation --duration 99 | 99 is not from 100 to 99999",
                "verify-conservation --rate 0  | 0.0 is not above 0 and up to 1000",
                "load --rate 0                 | --rate is 0.0; it may be above 0 and up to 1000 a second",
                "load --from nowhere           | nowhere",
                "load --orders build/o.json    | a pod keeps no file; try: make load FROM=host ORDERS=build/o.json",
                "load --from                   | Missing required parameter for option '--from'",
                "replay-dead-letters --limit 0 | '0' is no whole number above 0",
                "drill --incident none         | there is no none; there are: ",
                "walk --trace 1                | '1' is no trace id",
                "record ../other               | '../other' is no name",
            })
    void aMistakeIsRefusedWithItsReasonAndTheUsage(String arguments, String reason) {
        assertThat(execute(arguments.split(" +"))).as(errors.toString()).isEqualTo(2);
        assertThat(errors.toString().lines().findFirst().orElse("")).contains(reason);
        assertThat(errors.toString()).contains("Usage: orderflow");
    }

    @Test
    void withoutACommandTheUsageIsPrinted() {
        assertThat(execute()).isEqualTo(2);
        assertThat(errors.toString()).contains("Missing required subcommand", "Usage: orderflow", "verify-outage");
    }

    /** Bash takes it, and completes the names of commands and options. */
    @Test
    void theCompletionCompletes(@TempDir Path folder) throws Exception {
        assertThat(execute("completion")).isZero();
        var script = Files.writeString(folder.resolve("completion"), out.toString());
        assertThat(complete(script, "orderflow veri")).contains("verify", "verify-outage", "verify-leaks");
        assertThat(complete(script, "orderflow drill --res")).containsExactly("--responder");
        assertThat(complete(script, "orderflow drill --responder sc")).containsExactly("scripted");
    }

    private static List<String> complete(Path script, String line) throws Exception {
        var words = line.split(" ");
        var program = """
                compopt() { :; } # only of use to a person's shell
                source '%s'
                COMP_WORDS=(%s) COMP_CWORD=%d COMP_LINE='%s' COMP_POINT=%d
                _complete_orderflow orderflow
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(script, line, words.length - 1, line, line.length());
        var process = new ProcessBuilder("bash", "-c", program)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).isZero();
        return output.lines().map(String::strip).collect(Collectors.toList());
    }

    private int execute(String... arguments) {
        return OrderFlow.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments);
    }
}
