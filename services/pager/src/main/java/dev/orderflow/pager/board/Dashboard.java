package dev.orderflow.pager.board;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A dashboard of Grafana's JSON model, reduced to what the board renders.
 *
 * @param range of time, unless another is chosen
 * @param problem why the board cannot show it; empty where it can
 */
record Dashboard(
        String uid,
        String title,
        String description,
        Range range,
        List<Variable> variables,
        List<Annotation> annotations,
        List<Panel> panels,
        String problem) {

    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}|green|orange|red");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), *(\\w+)\\)");

    /**
     * Something to choose: a label's values.
     *
     * @param selector of the series that have the label
     * @param first what is chosen before anybody has
     */
    record Variable(String name, String label, String selector, String of, String first) {}

    /**
     * An event that is rendered into each chart.
     *
     * @param isTime whether its values are moments, in milliseconds since 1970
     */
    record Annotation(String name, String color, String expression, String title, boolean isTime) {}

    /**
     * One picture.
     *
     * @param type {@code row} for the title of those that follow, {@code timeseries}, {@code stat}, {@code table} or
     *     another, which the board does not draw
     * @param width in columns of 24
     * @param fieldLink where each of its series leads; empty for nowhere
     * @param hidden columns of a table
     * @param names of a table's columns that have another than their label's, in the order in which they are shown
     * @param looks of the series that have another than the next color
     * @param noValue why the panel may be empty; empty where nothing says so
     */
    record Panel(
            long id,
            String type,
            String title,
            String description,
            String datasource,
            int width,
            List<Target> targets,
            Style style,
            @Nullable Integer decimals,
            List<Threshold> thresholds,
            boolean colored,
            List<Link> links,
            String fieldLink,
            Set<String> hidden,
            Map<String, String> names,
            List<SeriesLook> looks,
            String noValue) {

        /** Returns how a series is rendered; empty where nothing says so. */
        Optional<SeriesLook> look(String series) {
            return looks.stream()
                    .filter(look -> look.name().matcher(series).find())
                    .findFirst();
        }
    }

    /**
     * How series of some names are rendered.
     *
     * @param color six hexadecimal digits after #, or the name of one of the thresholds' colors
     */
    record SeriesLook(Pattern name, String color, boolean dashed) {}

    /** @param legend what its series are called, with {@code {{label}}} */
    record Target(String expression, String legend, boolean exemplar) {}

    /**
     * How a panel is rendered.
     *
     * @param marks heights at which there is a line
     */
    record Style(
            Unit unit,
            @Nullable Double min,
            @Nullable Double max,
            boolean bars,
            boolean stacked,
            List<Threshold> marks) {}

    /** @param from null for no bound */
    record Threshold(@Nullable Double from, String color) {}

    record Link(String title, String url) {}

    /** A dashboard that cannot be shown. */
    static Dashboard unreadable(String uid, String title, String problem) {
        return new Dashboard(uid, title, "", Range.HOUR, List.of(), List.of(), List.of(), problem);
    }

    /** @throws IllegalArgumentException where it has something that the board cannot show, which the message names */
    static Dashboard of(JsonNode model) {
        return new Dashboard(
                required(model, "uid"),
                required(model, "title"),
                model.path("description").asString(""),
                Range.of(model.path("time").path("from").asString("").replace("now-", ""))
                        .orElse(Range.HOUR),
                model.path("templating")
                        .path("list")
                        .valueStream()
                        .map(Dashboard::variable)
                        .toList(),
                model.path("annotations")
                        .path("list")
                        .valueStream()
                        .map(Dashboard::annotation)
                        .toList(),
                model.path("panels").valueStream().map(Dashboard::panel).toList(),
                "");
    }

    private static String required(JsonNode model, String name) {
        var text = model.path(name).asString("");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return text;
    }

    private static Variable variable(JsonNode variable) {
        var name = variable.path("name").asString("");
        var query = variable.path("query");
        var definition = LABEL_VALUES.matcher((query.isString() ? query : query.path("query")).asString(""));
        if (!definition.matches()) {
            throw new IllegalArgumentException(
                    "its variable %s is not label_values(<selector>, <label>)".formatted(name));
        }
        var first = variable.path("current").path("value").asString("");
        if (!Choice.isValue(first)) {
            throw new IllegalArgumentException("its variable %s begins with \"%s\", which is not one value %s"
                    .formatted(name, first, Choice.OF_VALUES));
        }
        return new Variable(
                name, variable.path("label").asString(name), definition.group(1), definition.group(2), first);
    }

    private static Annotation annotation(JsonNode annotation) {
        return new Annotation(
                annotation.path("name").asString(""),
                annotation.path("iconColor").asString(""),
                annotation.path("expr").asString(""),
                annotation.path("titleFormat").asString(""),
                annotation.path("useValueForTime").asBoolean(false));
    }

    private static Panel panel(JsonNode panel) {
        var defaults = panel.path("fieldConfig").path("defaults");
        var options = panel.path("options");
        var thresholds = defaults.path("thresholds")
                .path("steps")
                .valueStream()
                .map(step -> new Threshold(
                        number(step.path("value")), step.path("color").asString("")))
                .toList();
        var custom = defaults.path("custom");
        var style = new Style(
                Unit.of(defaults.path("unit").asString("")),
                number(defaults.path("min")),
                number(defaults.path("max")),
                custom.path("drawStyle").asString("").equals("bars"),
                custom.path("stacking").path("mode").asString("").equals("normal"),
                custom.path("thresholdsStyle").path("mode").asString("").equals("line")
                        ? thresholds.stream()
                                .filter(threshold -> threshold.from() != null)
                                .toList()
                        : List.of());
        return new Panel(
                panel.path("id").asLong(),
                panel.path("type").asString(""),
                panel.path("title").asString(""),
                panel.path("description").asString(""),
                panel.path("datasource").path("uid").asString(""),
                panel.path("gridPos").path("w").asInt(24),
                panel.path("targets").valueStream().map(Dashboard::target).toList(),
                style,
                defaults.has("decimals") ? defaults.path("decimals").asInt() : null,
                thresholds,
                Set.of("background", "value").contains(options.path("colorMode").asString("")),
                panel.path("links").valueStream().map(Dashboard::link).toList(),
                defaults.path("links").path(0).path("url").asString(""),
                hidden(panel),
                names(panel),
                panel.path("fieldConfig")
                        .path("overrides")
                        .valueStream()
                        .flatMap(Dashboard::look)
                        .toList(),
                defaults.path("noValue").asString(""));
    }

    private static Target target(JsonNode target) {
        return new Target(
                target.path("expr").asString(target.path("query").asString("")),
                target.path("legendFormat").asString(""),
                target.path("exemplar").asBoolean(false));
    }

    private static Link link(JsonNode link) {
        return new Link(link.path("title").asString(""), link.path("url").asString(""));
    }

    private static Set<String> hidden(JsonNode panel) {
        var hidden = new HashSet<>(Set.of("__name__"));
        panel.path("transformations")
                .valueStream()
                .flatMap(transformation -> transformation.path("options").path("excludeByName").properties().stream())
                .filter(column -> column.getValue().asBoolean(false))
                .forEach(column -> hidden.add(column.getKey()));
        return Set.copyOf(hidden);
    }

    private static Map<String, String> names(JsonNode panel) {
        var names = new LinkedHashMap<String, String>();
        panel.path("transformations")
                .valueStream()
                .flatMap(transformation -> transformation.path("options").path("renameByName").properties().stream())
                .forEach(column -> names.put(column.getKey(), column.getValue().asString("")));
        return names;
    }

    /** Returns the look of an override by a name or by a regular expression; none for an override of something else. */
    private static Stream<SeriesLook> look(JsonNode override) {
        var properties = override.path("properties");
        var color = property(properties, "color").path("fixedColor").asString("");
        var matcher = override.path("matcher").path("id").asString("");
        var names = override.path("matcher").path("options").asString("");
        if (!COLOR.matcher(color).matches() || !Set.of("byName", "byRegexp").contains(matcher)) {
            return Stream.empty();
        }
        return Stream.of(new SeriesLook(
                matcher.equals("byName") ? Pattern.compile("^" + Pattern.quote(names) + "$") : regexp(names),
                color,
                property(properties, "custom.lineStyle")
                        .path("fill")
                        .asString("")
                        .equals("dash")));
    }

    private static JsonNode property(JsonNode properties, String id) {
        return properties
                .valueStream()
                .filter(property -> property.path("id").asString("").equals(id))
                .findFirst()
                .map(property -> property.path("value"))
                .orElse(properties.path("none"));
    }

    /** Returns the pattern between the slashes that Grafana writes about it. */
    private static Pattern regexp(String text) {
        try {
            return Pattern.compile(text.replaceFirst("^/(.*)/$", "$1"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("its override's name %s is no regular expression".formatted(text), e);
        }
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : null;
    }
}
