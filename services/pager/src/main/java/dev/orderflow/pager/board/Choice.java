package dev.orderflow.pager.board;

import dev.orderflow.pager.board.Dashboard.Variable;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The view that a person selected: a range of time, and a value of each of the dashboard's variables. */
record Choice(Range range, Map<String, String> values) {

    /** It becomes part of a query, between quotes: nothing that ends them. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.-]{1,100}");

    static final String OF_VALUES = "of letters, digits, dots, dashes and underscores, a hundred at most";

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

    /**
     * @param parameters {@code range} and {@code var-<name>}; what is not there is the dashboard's own
     * @throws ApiException VALIDATION_FAILED
     */
    static Choice of(Dashboard dashboard, Map<String, String> parameters) {
        var range = parameters.getOrDefault("range", dashboard.range().id());
        var values = new TreeMap<String, String>();
        dashboard.variables().forEach(variable -> values.put(variable.name(), value(variable, parameters)));
        return new Choice(Range.of(range).orElseThrow(() -> refused("range is 15m, 1h or 6h")), values);
    }

    /** Returns a query or an address with its variables replaced by their values. */
    String in(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            var name = match.group(1) == null ? match.group(2) : match.group(1);
            return Matcher.quoteReplacement(values.getOrDefault(name, match.group()));
        });
    }

    /** Returns this choice as URL query parameters. */
    public String parameters() {
        return "range=" + range.id()
                + values.entrySet().stream()
                        .map(value -> "&var-" + value.getKey() + "=" + value.getValue())
                        .collect(Collectors.joining());
    }

    private static String value(Variable variable, Map<String, String> parameters) {
        var value = parameters.getOrDefault("var-" + variable.name(), variable.first());
        if (!isValue(value)) {
            throw refused("var-" + variable.name() + " is " + OF_VALUES);
        }
        return value;
    }

    static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }

    private static ApiException refused(String why) {
        return new ApiException(ErrorCode.VALIDATION_FAILED, why);
    }
}
