package dev.orderflow.pager.board;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.pager.board.Dashboard.Annotation;
import dev.orderflow.pager.board.Dashboard.Panel;
import dev.orderflow.pager.board.Dashboard.SeriesLook;
import dev.orderflow.pager.board.Dashboard.Target;
import dev.orderflow.pager.board.Dashboard.Threshold;
import dev.orderflow.pager.board.Dashboard.Variable;
import dev.orderflow.pager.board.Drawing.Dot;
import dev.orderflow.pager.board.Drawing.Line;
import dev.orderflow.pager.board.Drawing.Marker;
import dev.orderflow.pager.board.Drawing.Stat;
import dev.orderflow.pager.web.Times;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.Exemplar;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Queries Prometheus for the values of a panel, {@value #AT_ONCE} panels at a time. Only the dashboards' own queries
 * are sent, for {@value Range#POINTS} points and {@value #SERIES} series at most; Prometheus has five seconds for each
 * answer.
 */
@Component
class Board {

    static final int SERIES = 100;

    /** As many exemplars as one can point at. */
    private static final int DOTS = 24;

    /**
     * Each is the slowest of so much of its time: forty-seven pods leave thousands a minute. Of a quarter of an hour
     * that is all.
     */
    private static final Duration SLICE = Duration.ofMinutes(1);

    /** Panels rendered at once: each takes memory and Prometheus's time, which the pages need too. */
    private static final int AT_ONCE = 2;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** Grafana's name of the column of the values. */
    private static final String VALUE = "Value";

    private static final int EVENTS = 50;
    private static final int CHOICES = 200;
    private static final Duration EVENTS_STEP = Duration.ofMinutes(1);

    private static final Map<String, String> LOOKS = Map.of("green", "fine", "orange", "act", "red", "trouble");

    private static final Logger log = LoggerFactory.getLogger(Board.class);

    private final @Nullable PrometheusReader prometheus;
    private final Links links;
    private final Times texts;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /** Said when it changes: each panel of each browser would say it again. */
    private final AtomicBoolean away = new AtomicBoolean();

    Board(PagerProperties properties, Links links, Times texts, Clock clock) {
        var url = properties.addresses().url(Backend.PROMETHEUS);
        this.prometheus = url == null ? null : new PrometheusReader(url);
        this.links = links;
        this.texts = texts;
        this.clock = clock;
    }

    /** Whether a panel asks what the board can ask. */
    static boolean isRendered(Panel panel) {
        return panel.datasource().equals("prometheus")
                && List.of("timeseries", "stat", "table").contains(panel.type());
    }

    /** @throws ApiException STORE_UNAVAILABLE where Prometheus does not answer, with its own words */
    Drawing draw(Panel panel, Choice choice) {
        if (!isRendered(panel)) {
            throw new ApiException(ErrorCode.NOT_FOUND, "This panel is in Grafana only.");
        }
        return asked(() -> switch (panel.type()) {
            case "stat" -> stats(panel, choice);
            case "table" -> table(panel, choice);
            default -> lines(panel, choice);
        });
    }

    /** What happened in the range, the oldest first. */
    List<Marker> events(Dashboard dashboard, Choice choice) {
        return asked(() -> dashboard.annotations().stream()
                .flatMap(annotation -> events(annotation, choice))
                .distinct()
                .sorted(Comparator.comparingDouble(Marker::time).reversed())
                .limit(EVENTS)
                .sorted(Comparator.comparingDouble(Marker::time))
                .toList());
    }

    /** The values of a variable, with the one that is chosen, and that alone where Prometheus does not answer. */
    Collection<String> values(Variable variable, Choice choice) {
        var values = new LinkedHashSet<String>();
        try {
            var now = clock.instant();
            values.addAll(asked(() -> reader().labelValues(
                            variable.of(),
                            variable.selector(),
                            now.minus(choice.range().length()),
                            now,
                            CHOICES)));
        } catch (ApiException e) {
            // Each panel will say so.
        }
        values.addAll(choice.values().values());
        return values;
    }

    private Drawing lines(Panel panel, Choice choice) {
        var step = choice.range().step();
        // On whole steps, so that a point stays where it was when the panel is rendered anew.
        var until = Instant.ofEpochSecond(clock.instant().getEpochSecond() / step.toSeconds() * step.toSeconds());
        var from = until.minus(choice.range().length());
        var times = LongStream.iterate(
                        from.getEpochSecond(), time -> time <= until.getEpochSecond(), time -> time + step.toSeconds())
                .boxed()
                .toList();
        var lines = new ArrayList<Line>();
        var dots = new ArrayList<Dot>();
        var note = "";
        for (var target : panel.targets()) {
            var expression = choice.in(target.expression());
            var series = reader().range(expression, from, until, step, SERIES + 1);
            series.stream()
                    .limit(SERIES)
                    .map(one -> line(panel, target, choice, one, times))
                    .forEach(lines::add);
            note = series.size() > SERIES ? noted() : note;
            if (target.exemplar()) {
                dots.addAll(dots(panel, expression, from, clock.instant()));
            }
        }
        return new Drawing(panel.style(), times, lines, dots, List.of(), List.of(), List.of(), note);
    }

    private Line line(Panel panel, Target target, Choice choice, JsonNode series, List<Long> times) {
        var found = series.path("values")
                .valueStream()
                .collect(Collectors.toMap(
                        value -> value.path(0).asLong(),
                        value -> PrometheusReader.number(value.path(1)),
                        (_, last) -> last));
        var values = new ArrayList<@Nullable Double>();
        for (var time : times) {
            values.add(finite(found.get(time)));
        }
        var labels = labels(series);
        var name = name(target, labels, panel);
        var look = panel.look(name);
        return new Line(
                name,
                values,
                text(panel, values.getLast()),
                text(panel, most(values, Math::min)),
                text(panel, most(values, Math::max)),
                panel.fieldLink().isEmpty() ? "" : links.onward(panel.fieldLink(), choice, labels),
                look.map(SeriesLook::color).orElse(""),
                look.map(SeriesLook::dashed).orElse(false));
    }

    private List<Dot> dots(Panel panel, String expression, Instant from, Instant until) {
        var slot = Duration.between(from, until).dividedBy(DOTS);
        var slice = slot.compareTo(SLICE) < 0 ? slot : SLICE;
        return IntStream.rangeClosed(1, DOTS)
                .mapToObj(number -> from.plus(slot.multipliedBy(number)))
                .flatMap(end -> reader().exemplars(expression, end.minus(slice), end).stream()
                        .filter(exemplar -> Double.isFinite(exemplar.value()))
                        .max(Comparator.comparingDouble(Exemplar::value))
                        .stream())
                .distinct()
                .map(exemplar -> new Dot(
                        exemplar.time().toEpochMilli() / 1000.0,
                        exemplar.value(),
                        text(panel, exemplar.value()),
                        texts.text(exemplar.time()),
                        exemplar.traceId(),
                        links.trace(exemplar.traceId())))
                .toList();
    }

    private Drawing stats(Panel panel, Choice choice) {
        var stats = panel.targets().stream()
                .flatMap(
                        target -> now(target, choice).stream().limit(SERIES).map(sample -> stat(panel, target, sample)))
                .toList();
        return new Drawing(panel.style(), List.of(), List.of(), List.of(), stats, List.of(), List.of(), "");
    }

    private static Stat stat(Panel panel, Target target, JsonNode sample) {
        var value = value(sample);
        return new Stat(
                target.legend().isEmpty() ? "" : name(target, labels(sample), panel),
                text(panel, value),
                panel.colored() ? look(panel.thresholds(), value) : "");
    }

    private Drawing table(Panel panel, Choice choice) {
        var samples = panel.targets().stream()
                .flatMap(target -> now(target, choice).stream())
                .toList();
        var shown = samples.stream().limit(SERIES).toList();
        var columns = shown.stream()
                .flatMap(sample -> labels(sample).keySet().stream())
                .filter(column -> !panel.hidden().contains(column))
                .distinct()
                .sorted(Comparator.comparingInt(column -> place(panel, column)))
                .toList();
        var hasValue = !panel.hidden().contains(VALUE);
        var rows = shown.stream()
                .map(sample -> Stream.concat(
                                columns.stream().map(column -> labels(sample).getOrDefault(column, "")),
                                Stream.of(text(panel, value(sample))).filter(_ -> hasValue))
                        .toList())
                .toList();
        return new Drawing(
                panel.style(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                rows.isEmpty()
                        ? List.of()
                        : Stream.concat(columns.stream(), Stream.of(VALUE).filter(_ -> hasValue))
                                .map(column -> panel.names().getOrDefault(column, column.toLowerCase(Locale.ROOT)))
                                .toList(),
                rows,
                samples.size() > SERIES ? noted() : "");
    }

    /** Returns where a column stands: as the panel names them, and those without a name at the end. */
    private static int place(Panel panel, String column) {
        var place = List.copyOf(panel.names().keySet()).indexOf(column);
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private List<JsonNode> now(Target target, Choice choice) {
        return reader().query(choice.in(target.expression()), clock.instant(), SERIES + 1);
    }

    private Stream<Marker> events(Annotation annotation, Choice choice) {
        var until = clock.instant();
        var from = until.minus(choice.range().length());
        var look = annotation.color();
        return reader().range(annotation.expression(), from, until, EVENTS_STEP, SERIES).stream()
                .flatMap(series -> series.path("values")
                        .valueStream()
                        .map(value -> annotation.isTime()
                                ? PrometheusReader.number(value.path(1)) / 1000
                                : value.path(0).asDouble())
                        .distinct()
                        .filter(time -> time >= from.getEpochSecond() && time <= until.getEpochSecond())
                        .map(time -> new Marker(time, Links.labeled(annotation.title(), labels(series), false), look)));
    }

    private PrometheusReader reader() {
        if (prometheus == null) {
            throw new ApiException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "Prometheus has no address: set orderflow.pager.stores.prometheus.url.");
        }
        return prometheus;
    }

    private <T> T asked(Supplier<T> question) {
        try {
            if (!turns.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ApiException(
                        ErrorCode.OVERLOADED, "Others look at the board, and Prometheus is slow: try again.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.OVERLOADED, "The pager is ending.", e);
        }
        try {
            var answer = question.get();
            if (away.getAndSet(false)) {
                log.info("Prometheus answers the board again");
            }
            return answer;
        } catch (StoreException e) {
            if (!away.getAndSet(true)) {
                log.warn("the board stays empty: {}", e.getMessage());
            }
            throw new ApiException(ErrorCode.STORE_UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } finally {
            turns.release();
        }
    }

    private static String name(Target target, Map<String, String> labels, Panel panel) {
        var name = target.legend().isEmpty()
                ? String.join(" ", labels.values())
                : Links.labeled(target.legend(), labels, false).strip();
        return name.isEmpty() ? panel.title() : name;
    }

    /** Of the last threshold that the value reaches. */
    private static String look(List<Threshold> thresholds, double value) {
        return thresholds.stream()
                .filter(threshold -> threshold.from() == null || value >= threshold.from())
                .reduce((_, last) -> last)
                .map(threshold -> LOOKS.getOrDefault(threshold.color(), ""))
                .orElse("");
    }

    private static Map<String, String> labels(JsonNode series) {
        var labels = new TreeMap<String, String>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asString("")));
        return labels;
    }

    private static double value(JsonNode sample) {
        return PrometheusReader.number(sample.path("value").path(1));
    }

    private static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    private static @Nullable Double most(List<@Nullable Double> values, BinaryOperator<Double> better) {
        Double most = null;
        for (var value : values) {
            most = most == null ? value : value == null ? most : better.apply(most, value);
        }
        return most;
    }

    private static String text(Panel panel, @Nullable Double value) {
        return panel.style().unit().text(value == null ? Double.NaN : value, panel.decimals());
    }

    private static String noted() {
        return "These are the first " + SERIES + "; there are more.";
    }
}
