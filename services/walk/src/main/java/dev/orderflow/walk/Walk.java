package dev.orderflow.walk;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.explain.Explainer;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import dev.orderflow.walk.explain.Refusal;
import dev.orderflow.walk.explain.StackTrace;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Walks from a page, or from a trace, to its cause. Each hop queries a live store; the first hop that fails ends the
 * walk. One object makes one walk.
 */
public final class Walk {

    /**
     * The time after which a trace is complete: a call that its caller has given up ends, and is exported, later.
     * Covers five seconds of waiting for a connection and the delay of the exporters.
     */
    public static final Duration SETTLED = Duration.ofSeconds(15);

    /** How long before its alert became active a page's cause may have begun at most. */
    private static final Duration BEFORE_ACTIVE = Duration.ofMinutes(5);

    /** How many exemplars' traces are read until enough of them show the same cause. */
    private static final int TRIED = 30;

    /** How long they are read at most, apart from the one that is being read then. */
    private static final Duration READING = Duration.ofSeconds(5);

    private final Stores stores;
    private final Clock clock;
    private final Consumer<Hop> listener;
    private final List<Hop> hops = new ArrayList<>();

    private @Nullable Alert page;
    private @Nullable Exemplar exemplar;
    private String traceId = "";
    private @Nullable Explanation explanation;
    private @Nullable Refusal refusal;
    private List<LogStore.Line> lines = List.of();
    private Statements statements = Statements.NONE;
    private String codeLocation = "";

    /** @param listener receives each hop as soon as it is done */
    public Walk(Stores stores, Clock clock, Consumer<Hop> listener) {
        this.stores = stores;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Returns all firing alerts, oldest first: pages and others.
     *
     * @throws StoreException if Prometheus does not answer
     */
    public static List<Alert> firing(Stores stores) {
        return stores.prometheus().alerts().stream()
                .filter(alert -> alert.state().equals("firing"))
                .sorted(Comparator.comparing(Alert::activeAt).thenComparing(Alert::name))
                .toList();
    }

    /** Walks from a firing alert. */
    public Findings fromPage(Alert alert) {
        return walk(() -> {
            page = alert;
            var evidence = hop("page", alert.name(), stores.prometheus().alertsAddress(), () -> evidence(alert));
            var from = alert.activeAt().minus(BEFORE_ACTIVE);
            var minutes = Duration.between(from, clock.instant()).toMinutes() + 1;
            var counted = evidence.counted(minutes);
            hop("series", counted, stores.prometheus().address(counted), () -> series(counted, evidence));
            var until = clock.instant();
            var candidates = hop(
                    "exemplar",
                    evidence.selector() + " from " + from + " until " + until,
                    stores.prometheus().address(evidence.selector(), from, until),
                    () -> exemplars(evidence, from, began(alert), until));
            followTrace(hop(
                    "trace",
                    "the exemplar's trace",
                    stores.traces().address(candidates.getFirst().traceId()),
                    () -> trace(candidates)));
        });
    }

    /** Walks from a stored trace. */
    public Findings fromTrace(String id) {
        return walk(() -> followTrace(hop("trace", id, stores.traces().address(id), () -> {
            var trace = stores.traces().trace(id);
            require(!trace.spans().isEmpty(), "trace " + id + " is not stored");
            traceId = id;
            return new Found<>(trace, summary(trace));
        })));
    }

    private Findings walk(Runnable way) {
        var begun = System.nanoTime();
        var arrived = true;
        try {
            way.run();
        } catch (DeadEnd e) {
            arrived = false;
        }
        return new Findings(
                arrived,
                page,
                exemplar,
                traceId,
                explanation,
                refusal,
                lines,
                statements.all(),
                statements.from(),
                codeLocation,
                List.copyOf(hops),
                millisecondsSince(begun));
    }

    private void followTrace(Trace trace) {
        var measured = exemplar == null ? "" : exemplar.spanId();
        var explained =
                hop("span", "the span that explains it, out of " + trace.spans().size(), null, () -> {
                    var found = Explainer.explain(trace, measured);
                    require(found.isPresent(), "no span of the trace explains it; the exemplar's span is " + measured);
                    explanation = found.get();
                    return new Found<>(
                            found.get(),
                            found.get().sentence() + "; by "
                                    + String.join(" → ", found.get().path()));
                });
        hop("logs", stores.logs().query(trace.id()), stores.logs().address(trace.id()), () -> logs(trace, explained));
        var ours = new Statements.Finder(stores.traces(), clock);
        hop("SQL", ours.question(explained), ours.address(trace, explained), () -> {
            statements = ours.find(trace, explained);
            return new Found<>(statements, statements.from());
        });
    }

    private Found<ExemplarSource> evidence(Alert alert) {
        var evidence = ExemplarSource.of(alert, stores.prometheus().recordings());
        require(
                evidence.isPresent(),
                "neither the annotation " + ExemplarSource.ANNOTATION
                        + " nor the expression names a histogram of durations; the expression is "
                        + alert.expression());
        return new Found<>(
                evidence.get(),
                "%s since %s, value %s; its evidence by %s"
                        .formatted(
                                alert.annotations().getOrDefault("summary", "firing"),
                                alert.activeAt(),
                                number(alert.value()),
                                evidence.get().source()));
    }

    private Found<List<JsonNode>> series(String counted, ExemplarSource evidence) {
        var series = stores.prometheus().query(counted);
        require(!series.isEmpty(), "no series of " + evidence.selector() + " counted anything in the page's window");
        return new Found<>(series, series.stream().map(Walk::sample).collect(Collectors.joining("; ")));
    }

    /** Returns the earliest time that the alert's expression looks back to, by its label {@code window}. */
    private static Instant began(Alert alert) {
        try {
            var window = Duration.parse("PT" + alert.label("window").toUpperCase(Locale.ROOT));
            return alert.activeAt().minus(window.compareTo(BEFORE_ACTIVE) < 0 ? window : BEFORE_ACTIVE);
        } catch (DateTimeParseException e) {
            // None, or in days.
            return alert.activeAt().minus(BEFORE_ACTIVE);
        }
    }

    private Found<List<Exemplar>> exemplars(ExemplarSource evidence, Instant from, Instant began, Instant until) {
        var all = stores.prometheus().exemplars(evidence.selector(), from, until);
        require(!all.isEmpty(), "no exemplar in the page's window");
        var threshold =
                evidence.above().isEmpty() ? Double.NaN : stores.prometheus().value(evidence.above());
        var above = evidence.inTurn(
                all.stream()
                        .filter(candidate -> !(candidate.value() <= threshold))
                        .toList(), // NaN: each counts
                began,
                until.minus(SETTLED));
        require(
                !above.isEmpty(),
                "none of %d exemplars is above %s s; the highest is %s s"
                        .formatted(
                                all.size(),
                                number(threshold),
                                number(all.stream()
                                        .mapToDouble(Exemplar::value)
                                        .max()
                                        .orElseThrow())));
        var first = above.getFirst();
        return new Found<>(
                above,
                "%d of %d%s; %s s at %s is of trace %s"
                        .formatted(
                                above.size(),
                                all.size(),
                                Double.isNaN(threshold) ? "" : " above " + number(threshold) + " s",
                                number(first.value()),
                                first.time(),
                                first.traceId()));
    }

    /** Finds a trace that shows what most of the exemplars' traces show. */
    private Found<Trace> trace(List<Exemplar> candidates) {
        var votes =
                new Votes(candidates.stream().mapToDouble(Exemplar::value).max().orElseThrow());
        var begun = System.nanoTime();
        var seen = new HashSet<String>();
        var ofTraces = candidates.stream().filter(candidate -> seen.add(candidate.traceId()));
        for (var candidate : ofTraces.limit(TRIED).toList()) {
            vote(votes, candidate);
            if (votes.isDecided() || millisecondsSince(begun) > READING.toMillis()) {
                break;
            }
        }
        var elected = votes.elected();
        require(elected.isPresent(), "of %d exemplars: %s".formatted(candidates.size(), votes));
        exemplar = elected.get();
        traceId = exemplar.traceId();
        // Read again: of up to thirty traces, which may be large, none was kept.
        var trace = stores.traces().trace(traceId);
        return new Found<>(trace, summary(trace) + "; " + votes);
    }

    /** Adds the vote of an exemplar's trace. One that cannot be read, as it is too large, leaves the others theirs. */
    private void vote(Votes votes, Exemplar candidate) {
        try {
            var read = stores.traces().trace(candidate.traceId());
            Explainer.explain(read, candidate.spanId())
                    .ifPresentOrElse(
                            explained -> votes.add(
                                    candidate, explained, hasFailed(read, candidate), isRefused(read, explained)),
                            () -> votes.abstain(
                                    candidate.traceId(),
                                    read.spans().isEmpty() ? "is not stored" : "lacks the exemplar's span"));
        } catch (StoreException e) {
            votes.abstain(candidate.traceId(), "cannot be read: " + e.getMessage());
        }
    }

    private static boolean hasFailed(Trace trace, Exemplar measured) {
        return trace.spans().stream().anyMatch(span -> span.id().equals(measured.spanId()) && span.failed());
    }

    /** Reports whether a wait for a connection was one for a database that refuses them, which only logs say. */
    private boolean isRefused(Trace trace, Explanation explained) {
        return explained.mechanism() == FailureMode.CONNECTION_WAIT
                && Refusal.find(explained, stores.logs().ofTrace(trace.id())).isPresent();
    }

    private Found<List<LogStore.Line>> logs(Trace trace, Explanation explained) {
        lines = stores.logs().ofTrace(trace.id());
        var failed = trace.spans().stream().anyMatch(Span::failed);
        require(!lines.isEmpty() || !failed, "no line carries the trace's id, though spans of it failed");
        refusal = explained.mechanism().isConnection()
                ? Refusal.find(explained, lines).orElse(null)
                : null;
        codeLocation = codeLocation(explained);
        var services = lines.stream().map(LogStore.Line::service).collect(Collectors.toCollection(TreeSet::new));
        var worst = lines.stream()
                .filter(line -> line.severity().startsWith("ERROR"))
                .findFirst();
        return new Found<>(
                lines,
                lines.size() + " lines of " + services
                        + worst.map(line -> "; " + describe(line)).orElse("")
                        + (refusal == null ? "" : "; PostgreSQL: " + refusal.message() + " " + refusal.sqlState()));
    }

    /** Formats a log line, with the attributes that our services add to a call without an answer. */
    private static String describe(LogStore.Line line) {
        var pairs = Stream.of("service", "spent_ms")
                .filter(name -> !line.attribute(name).isEmpty())
                .map(name -> " " + name + "=" + line.attribute(name))
                .collect(Collectors.joining());
        return line.service() + ": " + line.message().lines().findFirst().orElse("") + pairs;
    }

    /** Finds the code location in the span's exceptions, its service's log, or the span's attributes. */
    private String codeLocation(Explanation explained) {
        var span = explained.span();
        var thrown = span.exceptions().stream().map(event -> event.attribute("exception.stacktrace"));
        var logged = lines.stream()
                .filter(line -> line.service().equals(span.service()))
                .map(line -> line.attribute("exception.stacktrace"));
        return Stream.concat(thrown, logged)
                .flatMap(text -> StackTrace.ownFrame(text).stream())
                .findFirst()
                .orElseGet(() -> StackTrace.isOwn(span.attribute("code.function.name"))
                        ? span.attribute("code.function.name")
                        : "");
    }

    private static String summary(Trace trace) {
        return "%d spans of %d services"
                .formatted(trace.spans().size(), trace.services().size());
    }

    private static String sample(JsonNode sample) {
        var labels = sample.path("metric").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString(""))
                .collect(Collectors.joining(" "));
        return labels + ": "
                + Math.round(Double.parseDouble(sample.path("value").path(1).asString("NaN")));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.3g", value);
    }

    /** The result of a hop, with its answer in one line. */
    private record Found<T>(T value, String answer) {}

    /** The query of a hop. */
    private interface Question<T> {
        Found<T> ask();
    }

    /** Ends the walk after a failed hop. */
    private static final class DeadEnd extends RuntimeException {}

    private <T> T hop(String name, String query, @Nullable URI address, Question<T> question) {
        var begun = System.nanoTime();
        var where = address == null ? "" : address.toString();
        try {
            var found = question.ask();
            add(new Hop(name, query, where, found.answer(), true, millisecondsSince(begun)));
            return found.value();
        } catch (IllegalStateException e) {
            add(new Hop(name, query, where, String.valueOf(e.getMessage()), false, millisecondsSince(begun)));
            throw new DeadEnd();
        }
    }

    private void add(Hop hop) {
        hops.add(hop);
        listener.accept(hop);
    }

    private static long millisecondsSince(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime).toMillis();
    }

    /** @throws IllegalStateException if the condition doesn't hold */
    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
