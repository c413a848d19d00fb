package dev.orderflow.drill.walk;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.console.DurationConverter;
import dev.orderflow.console.Format;
import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.Walk;
import dev.orderflow.who.Question;
import dev.orderflow.who.Selection;
import dev.orderflow.who.Who;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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

/** Prints what distinguishes the shoppers whose requests fail from those whose requests do not. */
@Command(
        name = "who",
        description = {
            "Compares the shoppers whose requests failed with those whose requests of the same route did not: by which "
                    + "attributes do they differ? At most three answers, or that nothing distinguishes them.",
            "Without --alert, --page and --route it asks about the page that has fired longest."
        },
        exitCodeList = {
            "0:something distinguishes them, or nothing does",
            "1:there are too few to compare, nothing fires, or a store does not answer",
            ConsoleCommand.REFUSED
        })
public final class WhoCommand extends ConsoleCommand {

    private static final Duration SINCE = Duration.ofMinutes(10);

    private final Function<Long, Alert> pages;
    private final Clock clock = Clock.systemUTC();

    @ArgGroup
    private @Nullable Subject subject;

    @Option(
            names = "--since",
            paramLabel = "<duration>",
            converter = DurationConverter.class,
            description = "With --route: how far back requests are compared (default: 10m).")
    private @Nullable Duration since;

    @ArgGroup
    private @Nullable Cases cases;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<text|json>",
            defaultValue = "text",
            description = "Sentences, or all that was found as JSON (default: ${DEFAULT-VALUE}).")
    private Format output = Format.TEXT;

    @Mixin
    private final StoreOptions options;

    /** The options that say which requests are compared. */
    private static final class Subject {

        @Option(names = "--alert", paramLabel = "<name>", description = "Asks about this alert that fires.")
        private String alert = "";

        @Option(names = "--page", paramLabel = "<number>", description = "Asks about a page of the pager, open or not.")
        private @Nullable Long page;

        @Option(
                names = "--route",
                paramLabel = "<method route>",
                description = "Asks about an operation of the gateway, as 'POST /api/orders/**', whatever fires.")
        private String route = "";
    }

    /** The options that say which of the requests are the cases, where those that failed are not. */
    private static final class Cases {

        @Option(
                names = "--slow",
                paramLabel = "<duration>",
                converter = DurationConverter.class,
                description = "Compares requests that took so long with faster ones.")
        private @Nullable Duration slow;

        @Option(
                names = "--with",
                paramLabel = "<attribute=value>",
                converter = With.class,
                description = "Compares requests that have a value, as order.service.version=0.1.1, with the others.")
        private Selection.@Nullable With with;

        @Option(
                names = "--last",
                paramLabel = "<duration>",
                converter = DurationConverter.class,
                description = "Compares the requests of the last so many minutes with those before.")
        private @Nullable Duration last;

        Selection selection(Instant now) {
            if (slow != null) {
                return new Selection.Slow(slow);
            }
            return with != null ? with : new Selection.Since(now.minus(Objects.requireNonNull(last)));
        }
    }

    /**
     * @param cluster supplies the stores of the running cluster; called only if an option names no other store
     * @param pages returns the alert of a page of the cluster's pager
     */
    public WhoCommand(Supplier<Stores> cluster, Function<Long, Alert> pages) {
        this.options = new StoreOptions(cluster);
        this.pages = pages;
    }

    @Override
    public Integer call() {
        if (since != null && (subject == null || subject.route.isEmpty())) {
            throw refusal("--since is of a --route; a page has its own time");
        }
        if (cases != null && cases.last != null && (subject == null || subject.route.isEmpty())) {
            throw refusal("--last is of a --route; a page has its own time");
        }
        var stores = options.stores();
        var who = new Who(stores);
        var question = question(stores, who);
        if (question.isEmpty()) {
            return 1;
        }
        var result = who.ask(question.get());
        if (output == Format.JSON) {
            System.out.println(new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } else {
            WhoText.print(result);
        }
        return result.answer().isOfEnough() ? 0 : 1;
    }

    private Optional<Question> question(Stores stores, Who who) {
        var now = clock.instant();
        if (subject != null && !subject.route.isEmpty()) {
            var from = now.minus(since == null ? span() : since);
            return Optional.of(new Question(Who.EDGE, subject.route, from, now, selection(now)));
        }
        var alert = alert(stores);
        if (alert.isEmpty()) {
            return Optional.empty();
        }
        var question = who.ofPage(alert.get(), now);
        if (question.isEmpty()) {
            missing(alert.get().name()
                    + " is about no requests of shoppers that failed or took long: nobody to compare; "
                    + "--route asks about an operation whatever fires");
        }
        return question.map(found -> cases == null
                ? found
                : new Question(found.service(), found.operation(), found.from(), found.until(), selection(now)));
    }

    /** Returns how far back requests are compared by default: as long before the last minutes as they are. */
    private Duration span() {
        return cases == null || cases.last == null ? SINCE : cases.last.multipliedBy(2);
    }

    private Selection selection(Instant now) {
        return cases == null ? new Selection.Failed() : cases.selection(now);
    }

    private Optional<Alert> alert(Stores stores) {
        if (subject != null && subject.page != null) {
            return Optional.of(pages.apply(subject.page));
        }
        var firing = Walk.firing(stores);
        var wanted = subject == null ? "" : subject.alert;
        var found = firing.stream()
                .filter(alert ->
                        wanted.isEmpty() ? alert.isPage() : alert.name().equals(wanted))
                .findFirst();
        if (found.isEmpty()) {
            var others = firing.stream().map(Alert::name).distinct().collect(Collectors.joining(", "));
            missing((wanted.isEmpty() ? "no page fires" : wanted + " does not fire")
                    + (others.isEmpty() ? "" : "; these alerts do: " + others)
                    + "; --page <number> asks about one that is over, --route <method route> about an operation");
        }
        return found;
    }

    private void missing(String what) {
        if (output == Format.JSON) {
            System.out.println(new JsonMapper().writeValueAsString(Map.of("missing", what)));
        } else {
            System.err.println("✗ " + what);
        }
    }

    /** Parses an attribute and its value. */
    static final class With implements ITypeConverter<Selection.With> {

        @Override
        public Selection.With convert(String text) {
            var equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new TypeConversionException(
                        "'" + text + "' is no attribute and value, as order.service.version=0.1.1");
            }
            return new Selection.With(text.substring(0, equals), text.substring(equals + 1));
        }
    }
}
