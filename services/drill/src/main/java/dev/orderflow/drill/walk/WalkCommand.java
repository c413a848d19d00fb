package dev.orderflow.drill.walk;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.console.Format;
import dev.orderflow.stores.Alert;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.Findings;
import dev.orderflow.walk.Walk;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.json.JsonMapper;

/** Walks from a firing page, or from a trace, to its cause, and prints a line for each hop. */
@Command(
        name = "walk",
        description = {
            "Walks from a firing page to its cause: series, exemplar, trace, span, logs, SQL. Each hop asks the live "
                    + "stores.",
            "Without --alert and --trace it begins at the page that has fired longest."
        },
        exitCodeList = {
            "0:the walk arrived at a cause",
            "1:a hop failed, nothing fires, or a store does not answer",
            ConsoleCommand.REFUSED
        })
public final class WalkCommand extends ConsoleCommand {

    @ArgGroup
    private @Nullable Beginning beginning;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<text|json>",
            defaultValue = "text",
            description = "A line for each hop, or all that was found as JSON (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    @Mixin
    private final StoreOptions options;

    /** The options that say where a walk begins. */
    private static final class Beginning {

        @Option(
                names = "--alert",
                paramLabel = "<name>",
                description = "Begins at this alert that fires, whether it is a page or not.")
        private String alert = "";

        @Option(
                names = "--trace",
                paramLabel = "<id>",
                converter = TraceId.class,
                description = "Begins at this trace: 32 hexadecimal digits in lower case.")
        private String trace = "";
    }

    /** @param cluster supplies the stores of the running cluster; called only if an option names no other store */
    public WalkCommand(Supplier<Stores> cluster) {
        options = new StoreOptions(cluster);
    }

    @Override
    public Integer call() {
        return run(stores()) ? 0 : 1;
    }

    /** Returns the stores that options name, and otherwise the cluster's. */
    Stores stores() {
        return options.stores();
    }

    private boolean run(Stores stores) {
        var walk = new Walk(stores, Clock.systemUTC(), isJson() ? hop -> {} : WalkText::print);
        if (!isJson()) {
            System.out.printf(
                    "Reads  Prometheus at %s, %s, %s%n", stores.prometheus().address(), stores.traces(), stores.logs());
        }
        if (beginning != null && !beginning.trace.isEmpty()) {
            return print(walk.fromTrace(beginning.trace));
        }
        try {
            var firing = Walk.firing(stores);
            var pages = firing.stream().filter(Alert::isPage).toList();
            if (!isJson() && !pages.isEmpty()) {
                System.out.println("Firing: " + names(pages));
            }
            var wanted = alert().isEmpty() ? pages : named(firing);
            return wanted.stream()
                    .findFirst()
                    .map(alert -> print(walk.fromPage(alert)))
                    .orElseGet(() -> nothing(stores, firing));
        } catch (StoreException e) {
            return missing("the pages cannot be read: " + e.getMessage());
        }
    }

    private boolean isJson() {
        return output == Format.JSON;
    }

    private String alert() {
        return beginning == null ? "" : beginning.alert;
    }

    private boolean print(Findings findings) {
        if (isJson()) {
            System.out.println(new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings));
        } else {
            WalkText.printEnd(findings);
        }
        return findings.arrived();
    }

    private List<Alert> named(List<Alert> firing) {
        return firing.stream().filter(alert -> alert.name().equals(alert())).toList();
    }

    private boolean nothing(Stores stores, List<Alert> firing) {
        var others = firing.isEmpty() ? "nothing else does either" : "these alerts do: " + names(firing);
        return missing(
                alert().isEmpty()
                        ? "no page fires (alerts with severity=page at "
                                + stores.prometheus().address() + "); " + others
                                + "; --alert <name> begins at one of them, --trace <id> at a trace"
                        : alert() + " does not fire; " + others);
    }

    private boolean missing(String what) {
        if (isJson()) {
            System.out.println(new JsonMapper().writeValueAsString(Map.of("arrived", false, "missing", what)));
        } else {
            System.err.println("✗ page: " + what);
        }
        return false;
    }

    private static String names(List<Alert> pages) {
        return pages.stream().map(Alert::name).distinct().collect(Collectors.joining(", "));
    }

    /** Parses a trace id of W3C Trace Context. */
    static final class TraceId implements ITypeConverter<String> {

        @Override
        public String convert(String id) {
            if (!id.matches("[0-9a-f]{32}")) {
                throw new TypeConversionException("'" + id + "' is no trace id: 32 hexadecimal digits, in lower case");
            }
            return id;
        }
    }
}
