package dev.orderflow.walk.check;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.Stores;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a walk knows when its trace is read, or when no trace could be found.
 *
 * @param page null if the walk began at a trace
 * @param began the time from which what the page is about was measured
 * @param now until when evidence counts
 * @param explanations what explains each of the traces that were read
 * @param explanation null if no trace explains the page
 * @param refusal the database's message, if it refused a connection
 * @param lines the log lines of the trace
 */
public record Situation(
        Stores stores,
        @Nullable Alert page,
        Instant began,
        Instant now,
        List<Explanation> explanations,
        @Nullable Explanation explanation,
        @Nullable Refusal refusal,
        List<LogStore.Line> lines) {

    /** The services that send messages or process them. */
    private static final List<String> MESSAGING = List.of("payment", "order", "notification");

    /** The attribute of a log line with the service that gave no answer. */
    static final String CALLED = "service";

    /** Reports whether the page says that messages are late. */
    boolean isAboutFreshness() {
        return page != null && page.label("slo").equals("freshness");
    }

    /**
     * Returns the window in which a metric counts, in seconds until now.
     *
     * @param before how long before the failures their cause may show, and the metric's own delay: what is older is of
     *     other troubles
     */
    long window(Duration before) {
        return Duration.between(began, now).plus(before).toSeconds();
    }

    /**
     * Returns the service whose pool of connections requests wait for; empty if none, or if PostgreSQL refuses them.
     */
    Optional<String> starvedPool() {
        return Optional.ofNullable(explanation)
                .filter(found -> found.mechanism().isConnection() && refusal == null)
                .map(found -> found.span().service())
                .filter(Situation::isService);
    }

    /**
     * Returns the components that may have the fault: the called one, the one whose span explains the trace, then the
     * page's, and the stores, which any of them may have called without a span. Where messages are late, also those
     * that send or process them; where no trace explains the page, all services.
     */
    Set<String> suspects() {
        var suspects = new LinkedHashSet<String>();
        if (explanation != null) {
            suspects.addAll(called());
            suspects.add(explanation.span().service());
        }
        if (page != null) {
            Stream.of("service", "deployment", "group").map(page::label).forEach(suspects::add);
        }
        if (isAboutFreshness()) {
            suspects.addAll(MESSAGING);
        }
        components(component -> component.isStore() || component.isService() && explanation == null)
                .forEach(suspects::add);
        suspects.removeIf(name -> !isComponent(name));
        return suspects;
    }

    /**
     * Returns the services that the trace's last calls went to, by the span's address and by what the callers logged.
     */
    Set<String> called() {
        var called = new LinkedHashSet<String>();
        if (explanation != null) {
            var address = called(explanation);
            Stream.concat(
                            Stream.of(address)
                                    .filter(name ->
                                            !name.equals(explanation.span().service())),
                            lines.stream()
                                    .filter(line -> line.service()
                                            .equals(explanation.span().service()))
                                    .map(line -> line.attribute(CALLED)))
                    .filter(Situation::isService)
                    .forEach(called::add);
        }
        return called;
    }

    /** Returns the name that a span called, without its domain; empty if it called none. */
    static String called(Explanation explanation) {
        return explanation.span().attribute("server.address").split("\\.", 2)[0];
    }

    /** Returns a cause of each service or store, with one mechanism. Leaves out all other names. */
    static List<Cause> causes(Stream<String> components, Mechanism mechanism) {
        return components
                .filter(Situation::isComponent)
                .map(component -> Cause.of(component, mechanism.id()))
                .toList();
    }

    static boolean isService(String name) {
        return components(Component::isService).anyMatch(name::equals);
    }

    static boolean isStore(String name) {
        return components(Component::isStore).anyMatch(name::equals);
    }

    /** Reports whether a name is of a service or of a store, as containers and workloads also have it. */
    static boolean isComponent(String name) {
        return isService(name) || isStore(name);
    }

    private static Stream<String> components(Predicate<Component> wanted) {
        return Arrays.stream(Component.values()).filter(wanted).map(Component::id);
    }
}
