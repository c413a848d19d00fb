package dev.orderflow.walk;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.LogStore;
import dev.orderflow.stores.ObjectVersion;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import dev.orderflow.stores.trace.Span;
import dev.orderflow.stores.trace.Trace;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.TraceCauses;
import dev.orderflow.walk.change.Change;
import dev.orderflow.walk.check.Check;
import dev.orderflow.walk.check.Checks;
import dev.orderflow.walk.check.Situation;
import dev.orderflow.walk.explain.Explainer;
import dev.orderflow.walk.explain.Explanation;
import dev.orderflow.walk.explain.FailureMode;
import dev.orderflow.walk.explain.Mistake;
import dev.orderflow.walk.explain.Refusal;
import dev.orderflow.walk.explain.StackTrace;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Walks from a page, or from a trace, to its cause. Each hop queries a live store. A hop that fails before the span
 * that explains the trace is found ends the way there; what no trace knows is asked all the same. One object makes one
 * walk.
 */
public final class Walk {

    /**
     * The time after which a trace is complete: a call that its caller has given up ends, and is exported, later.
     * Covers five seconds of waiting for a connection and the delay of the exporters.
     */
    public static final Duration SETTLED = Duration.ofSeconds(15);

    /** The duration of a trace from which on it is slow: the latency objective of the gateway. */
    private static final Duration SLOW = Duration.ofSeconds(1);

    /** How long before a trace its cause may have begun, for a walk that begins at the trace. */
    private static final Duration BEFORE_TRACE = Duration.ofSeconds(30);

    /** How long before something began changes are shown. */
    private static final Duration CHANGED = Duration.ofMinutes(5);

    /** How many changes are shown: those nearest to the beginning, the latest first. */
    private static final int CHANGES = 5;

    /** How many exemplars' traces are read until enough of them show the same cause. */
    private static final int TRIED = 30;

    /**
     * How long they are read at most, apart from the one that is being read then, and from the first few. Time stands
     * still where recorded stores are read, whose answers must not depend on the machine.
     */
    private static final Duration READING = Duration.ofSeconds(5);

    /** How many are read however long that takes: what a busy machine finds must not differ. */
    private static final int FEW = 16;

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
    private Instant began = Instant.EPOCH;
    private boolean isHealthy;
    private List<Explanation> explanations = List.of();
    private final Set<Cause> confirmed = new LinkedHashSet<>();
    private final Set<Cause> excluded = new HashSet<>();
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

    /**
     * Returns the earliest time of which a walk from an alert may read lines: those of the versions before a change.
     */
    public static Instant readsFrom(Alert alert) {
        return Onset.earliest(alert).minus(CHANGED).minus(ObjectVersion.interval());
    }

    /** Walks from a firing alert. */
    public Findings fromPage(Alert alert) {
        return walk(() -> {
            page = alert;
            began = Onset.earliest(alert);
            var isExplained = passes(() -> toTrace(alert));
            // An old alert may be about failures that began after it.
            changes(began.isAfter(alert.activeAt()) ? began.plus(BEFORE_TRACE) : alert.activeAt());
            check(new Situation(stores, alert, began, clock.instant(), explanations, explanation, refusal, lines));
            if (!isExplained && confirmed.isEmpty()) {
                throw new DeadEnd();
            }
        });
    }

    /** Follows the page's evidence to a trace, and that to its SQL. */
    private void toTrace(Alert alert) {
        var evidence = hop("page", alert.name(), stores.prometheus().alertsAddress(), () -> evidence(alert));
        var from = Onset.earliest(alert);
        var minutes = Duration.between(from, clock.instant()).toMinutes() + 1;
        var counted = evidence.counted(minutes);
        hop("series", counted, stores.prometheus().address(counted), () -> series(counted, evidence));
        began = Onset.of(alert, evidence, stores.prometheus(), clock.instant());
        var until = clock.instant();
        var candidates = hop(
                "exemplar",
                evidence.selector() + " from " + began + " until " + until,
                stores.prometheus().address(evidence.selector(), began, until),
                () -> exemplars(evidence, began, until));
        followTrace(hop(
                "trace",
                "the exemplar's trace",
                stores.traces().address(candidates.getFirst().traceId()),
                () -> trace(candidates, evidence.above().isEmpty())));
    }

    /**
     * Lists what somebody changed shortly before, as far as it was logged.
     *
     * @param until when the page's alert became active, or the trace began: what came later has not set it off
     */
    private void changes(Instant until) {
        var from = began.minus(CHANGED);
        passes(() -> hop("changes", ObjectVersion.search(from, until).toString(), null, () -> {
            var changes = Change.read(stores.logs(), from, until).stream()
                    .sorted(Comparator.comparing(
                            change -> Duration.between(change.time(), began).abs()))
                    .limit(CHANGES)
                    .sorted(Comparator.comparing(Change::time).reversed())
                    .toList();
            return new Found<>(
                    changes,
                    changes.isEmpty()
                            ? "none of the %s was changed in the %d minutes before"
                                    .formatted(String.join(", ", ObjectVersion.WATCHED), CHANGED.toMinutes())
                            : changes.stream()
                                    .map(change -> "%d s before: %s"
                                            .formatted(
                                                    Duration.between(change.time(), until)
                                                            .toSeconds(),
                                                    change))
                                    .collect(Collectors.joining("; ")));
        }));
    }

    /** Asks what the trace cannot know. A check without an answer is shown as failed, and the others go on. */
    private void check(Situation situation) {
        for (var check : Checks.of(situation)) {
            passes(() -> {
                var answer = hop(check.name(), check.query(), check.address(), () -> {
                    var found = check.ask();
                    return new Found<>(found, found.words() + verdict(found));
                });
                confirmed.addAll(answer.confirmed());
                excluded.addAll(answer.excluded());
            });
        }
    }

    private static String verdict(Check.Answer answer) {
        return Stream.of(
                        answer.confirmed().isEmpty() ? "" : " → " + join(answer.confirmed()),
                        answer.excluded().isEmpty() ? "" : "; excluded: " + join(answer.excluded()))
                .collect(Collectors.joining());
    }

    private static String join(List<Cause> causes) {
        return causes.stream().map(Cause::toString).collect(Collectors.joining(" or "));
    }

    private List<Cause> causes() {
        var causes = new LinkedHashSet<>(confirmed);
        // What a trace that shows no cause leaves open, a check has answered. One that went well shows none.
        if (explanation != null
                && !isHealthy
                && (confirmed.isEmpty() || !explanation.mechanism().isVague())) {
            TraceCauses.of(explanation, refusal).stream()
                    .filter(cause -> !excluded.contains(cause))
                    .forEach(causes::add);
        }
        return List.copyOf(causes);
    }

    /** Reports whether all hops passed. */
    private static boolean passes(Runnable hops) {
        try {
            hops.run();
            return true;
        } catch (DeadEnd e) {
            return false;
        }
    }

    /** Walks from a stored trace. What no trace knows is asked for the time of the trace. */
    public Findings fromTrace(String id) {
        return walk(() -> {
            var trace = hop("trace", id, stores.traces().address(id), () -> {
                var read = stores.traces().trace(id);
                require(!read.spans().isEmpty(), "trace " + id + " is not stored");
                traceId = id;
                return new Found<>(read, summary(read));
            });
            var start = trace.spans().getFirst().start();
            var end = trace.spans().stream()
                    .map(Span::end)
                    .max(Comparator.naturalOrder())
                    .orElse(start);
            var until = earlier(clock.instant(), end.plus(SETTLED));
            began = start.minus(BEFORE_TRACE);
            var isExplained = passes(() -> followTrace(trace));
            changes(start);
            if (isAffected(trace)) {
                explanations = explanation == null ? List.of() : List.of(explanation);
                check(new Situation(stores.at(until), null, began, until, explanations, explanation, refusal, lines));
            }
            if (!isExplained && confirmed.isEmpty()) {
                throw new DeadEnd();
            }
        });
    }

    /**
     * Reports whether a trace is one that pages are about: what is true of the system explains no other. Only the
     * request counts, and each message: what one leads to may wait for its turn.
     */
    private static boolean isAffected(Trace trace) {
        return trace.spans().stream()
                .anyMatch(span ->
                        span.failed() || span.isEntry() && span.duration().compareTo(SLOW) >= 0);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Findings walk(Runnable way) {
        var begun = System.nanoTime();
        var arrived = passes(way);
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
                causes(),
                !confirmed.isEmpty(),
                Set.copyOf(excluded),
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
        // The span is the cause's; without lines, or without a statement, it is no less so.
        passes(() -> hop(
                "logs",
                stores.logs().query(trace.id()),
                stores.logs().address(trace.id()),
                () -> logs(trace, explained)));
        var ours = new Statements.Finder(stores.traces(), began);
        passes(() -> hop("SQL", ours.question(explained), ours.address(trace, explained), () -> {
            statements = ours.find(trace, explained);
            return new Found<>(statements, statements.from());
        }));
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

    private Found<List<Exemplar>> exemplars(ExemplarSource evidence, Instant from, Instant until) {
        var all = stores.prometheus().exemplars(evidence.selector(), from, until);
        require(!all.isEmpty(), "no exemplar since it began");
        var threshold =
                evidence.above().isEmpty() ? Double.NaN : stores.prometheus().value(evidence.above());
        var above = evidence.inTurn(
                all.stream()
                        .filter(candidate -> !(candidate.value() <= threshold))
                        .toList(), // NaN: each counts
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

    /**
     * Finds a trace that shows what most of the exemplars' traces show.
     *
     * @param isAnyTime whether the page names no time above which a request or a message was too slow
     */
    private Found<Trace> trace(List<Exemplar> candidates, boolean isAnyTime) {
        var votes = new Votes(longest(candidates));
        var until = clock.instant().plus(READING);
        var seen = new HashSet<String>();
        var ofTraces = candidates.stream().filter(candidate -> seen.add(candidate.traceId()));
        var read = 0;
        for (var candidate : ofTraces.limit(TRIED).toList()) {
            vote(votes, candidate);
            read++;
            if (votes.isDecided() || read >= FEW && clock.instant().isAfter(until)) {
                break;
            }
        }
        explanations = votes.explanations();
        var elected = votes.elected();
        require(elected.isPresent(), "of %d exemplars: %s".formatted(candidates.size(), votes));
        exemplar = elected.get();
        traceId = exemplar.traceId();
        isHealthy = isAnyTime && !votes.hasFailed() && exemplar.value() < SLOW.toSeconds();
        // Read again: of up to thirty traces, which may be large, none was kept.
        var trace = stores.traces().trace(traceId);
        return new Found<>(trace, summary(trace) + "; " + votes);
    }

    /** Returns the time that one in ten took, or longer: a single request may meet a pause of the machine. */
    private static double longest(List<Exemplar> measured) {
        var sorted = measured.stream().mapToDouble(Exemplar::value).sorted().toArray();
        return sorted[(int) Math.ceil(sorted.length * 0.9) - 1];
    }

    /** Adds the vote of an exemplar's trace. One that cannot be read, as it is too large, leaves the others theirs. */
    private void vote(Votes votes, Exemplar candidate) {
        try {
            var read = stores.traces().trace(candidate.traceId());
            Explainer.explain(read, candidate.spanId())
                    .ifPresentOrElse(
                            explained -> votes.add(
                                    candidate,
                                    explained,
                                    hasFailed(read, candidate),
                                    isRefused(read, explained),
                                    isMistake(read, explained)),
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

    /** Reports whether the code of a service failed by a mistake in it, which only logs say. */
    private boolean isMistake(Trace trace, Explanation explained) {
        return explained.mechanism() == FailureMode.ERROR
                && stores.logs().ofTrace(trace.id()).stream()
                        .filter(line -> line.service().equals(explained.span().service()))
                        .anyMatch(line -> Mistake.in(line).isPresent());
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
                + Math.round(PrometheusReader.number(sample.path("value").path(1)));
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
        } catch (RuntimeException e) { // also of an answer that cannot be parsed: it ends its hop alone
            add(new Hop(name, query, where, reason(e), false, millisecondsSince(begun)));
            throw new DeadEnd();
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof IllegalStateException ? String.valueOf(e.getMessage()) : e.toString();
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
