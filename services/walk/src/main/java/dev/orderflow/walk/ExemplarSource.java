package dev.orderflow.walk;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.Exemplar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The histogram whose exemplars show what a page is about, found through the page's annotations or its expression.
 *
 * @param selector of the histogram's {@code _bucket} series, under whose name Prometheus keeps exemplars
 * @param above PromQL of the value in seconds above which exemplars count; empty if all do
 * @param source where the selector was found, in words
 */
record ExemplarSource(String selector, String above, String source) {

    /** The annotation with the selector of a page's exemplars. */
    static final String ANNOTATION = "exemplar_query";

    /** The annotation with the PromQL of the value, in seconds, above which an exemplar belongs to the page. */
    static final String ABOVE_ANNOTATION = "exemplar_above";

    private static final int RECORDINGS_DEEP = 4;

    /** Possessive quantifiers: without them a matcher of some thousand characters overflows a thread's stack. */
    private static final Pattern SELECTOR =
            Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(\\{(?:[^}\"]|\"(?:\\\\.|[^\"\\\\])*+\")*+\\})?");

    private static final Pattern HISTOGRAM = Pattern.compile("(\\w+_duration_seconds)_(?:bucket|count|sum)");
    private static final Pattern FAILURES =
            Pattern.compile("http_response_status_code\\s*=~?\\s*\"5|error_type\\s*!=\\s*\"\"");
    private static final Pattern LE = Pattern.compile("\\ble\\s*=~?\\s*\"[^\"]*\"\\s*,?\\s*");
    private static final Pattern LIMIT =
            Pattern.compile(">=?\\s*(?:on\\s*\\(([^)]*)\\)\\s*(?:group_(?:left|right))?\\s*)?(.+?)\\s*(?:\\b(?:and|or|"
                    + "unless)\\b|\\R|$)");

    /** Labels of alerts, with the names of the same labels on series. */
    private static final Map<String, String> LABELS = Map.of(
            "service", "service_name",
            "service_name", "service_name",
            "http_route", "http_route",
            "k8s_pod_name", "k8s_pod_name");

    /**
     * Finds the histogram of a page.
     *
     * @param recordings the expressions of recorded series, by name
     * @return empty if neither the page's annotation nor its expression leads to a histogram of durations
     */
    static Optional<ExemplarSource> of(Alert page, Map<String, String> recordings) {
        var above = above(page, recordings);
        var annotated = page.annotation(ANNOTATION);
        if (HISTOGRAM.matcher(annotated).lookingAt()) {
            return Optional.of(new ExemplarSource(annotated, above, "its annotation " + ANNOTATION));
        }
        if (isLag(page)) {
            var service = page.label("service").isEmpty() ? page.label("group") : page.label("service");
            var matcher = service.isEmpty() ? "" : "{service_name=\"" + service + "\"}";
            return Optional.of(new ExemplarSource(
                    "messaging_process_duration_seconds_bucket" + matcher, above, "a lag is a consumer's"));
        }
        // In a ratio, the longer selector is the numerator, which the page is about.
        return histograms(page.expression(), recordings, new HashSet<>(), 0)
                .max(Comparator.comparing(String::length))
                .map(selector -> new ExemplarSource(withLabels(selector, page.labels()), above, "its expression"));
    }

    /** Reports whether a page is about a consumer's lag. One that such a metric is absent is about its exporter. */
    private static boolean isLag(Alert page) {
        var lacksIt = page.expression().contains("absent");
        return !lacksIt && Stream.of("consumer_lag", "consumer_group_lag").anyMatch(page.expression()::contains);
    }

    private static String above(Alert page, Map<String, String> recordings) {
        if (!page.annotation(ABOVE_ANNOTATION).isEmpty()) {
            return page.annotation(ABOVE_ANNOTATION);
        }
        return isLatency(page.expression(), recordings, 0) ? limit(page) : "";
    }

    /** Reports whether the expression compares a quantile of durations: its limit then applies to single durations. */
    private static boolean isLatency(String expression, Map<String, String> recordings, int deep) {
        var compared = expression.split(">", 2)[0];
        if (compared.contains("histogram_quantile")) {
            return true;
        }
        var name = SELECTOR.matcher(compared);
        return deep < RECORDINGS_DEEP
                && name.find()
                && recordings.containsKey(name.group(1))
                && isLatency(recordings.get(name.group(1)), recordings, deep + 1);
    }

    /** Returns the right side of the first comparison; of several series, the one with the page's labels. */
    private static String limit(Alert page) {
        var limit = LIMIT.matcher(page.expression());
        if (!limit.find()) {
            return "";
        }
        var matchers = limit.group(1) == null
                ? List.<String>of()
                : Stream.of(limit.group(1).split("\\s*,\\s*"))
                        .map(label -> label + "=\"" + page.label(label) + "\"")
                        .toList();
        return with(limit.group(2), matchers);
    }

    private static Stream<String> histograms(
            String expression, Map<String, String> recordings, Set<String> seen, int deep) {
        var found = new ArrayList<String>();
        var selectors = SELECTOR.matcher(expression);
        while (selectors.find()) {
            var name = selectors.group(1);
            var histogram = HISTOGRAM.matcher(name);
            if (histogram.matches()) {
                var matchers = selectors.group(2) == null ? "" : selectors.group(2);
                found.add(histogram.group(1) + "_bucket" + faulty(matchers));
            } else if (recordings.containsKey(name) && seen.add(name) && deep < RECORDINGS_DEEP) {
                histograms(recordings.get(name), recordings, seen, deep + 1).forEach(found::add);
            }
        }
        return found.stream();
    }

    /** Widens matchers to all buckets, and turns a count of successes into the count of failures. */
    private static String faulty(String matchers) {
        return LE.matcher(matchers)
                .replaceAll("")
                .replace("http_response_status_code!~\"5", "http_response_status_code=~\"5");
    }

    private static String withLabels(String selector, Map<String, String> labels) {
        var added = labels.entrySet().stream()
                .filter(label -> LABELS.containsKey(label.getKey()) && !selector.contains(LABELS.get(label.getKey())))
                .map(label -> LABELS.get(label.getKey()) + "=\"" + label.getValue() + "\"")
                .sorted()
                .distinct()
                .toList();
        return with(selector, added);
    }

    private static String with(String selector, List<String> matchers) {
        if (matchers.isEmpty()) {
            return selector;
        }
        var brace = selector.lastIndexOf('}');
        var open = selector.indexOf('{');
        var given = brace < 0 ? "" : selector.substring(open + 1, brace).strip();
        var all = Stream.concat(Stream.of(given).filter(text -> !text.isEmpty()), matchers.stream());
        return (open < 0 ? selector : selector.substring(0, open)) + "{" + all.collect(Collectors.joining(",")) + "}";
    }

    /** Returns PromQL for what the series counted in a time, busiest first: where the page comes from. */
    String counted(long minutes) {
        var counts = with(selector, List.of("le=\"+Inf\""));
        return ("topk(5, sum by (service_name, http_route, http_response_status_code, messaging_destination_name, "
                        + "error_type) (increase(%s[%dm])) > 0)")
                .formatted(counts, minutes);
    }

    /** Reports whether the histogram is of failures alone. */
    boolean isOfFailures() {
        return FAILURES.matcher(selector).find();
    }

    /** Returns PromQL for the number of what the histogram measured, since ever. */
    String total() {
        return "sum(" + with(selector, List.of("le=\"+Inf\"")) + ")";
    }

    /**
     * Sorts exemplars into the order in which they are tried: the worst and the latest in turn. The worst show most,
     * but they may belong to something that was over before the page fired.
     *
     * @param settled the latest of all come after those up to this time, since their traces may not be complete yet
     */
    List<Exemplar> inTurn(Collection<Exemplar> exemplars, Instant settled) {
        // Without a limit, failed requests count as worse than the others.
        var failedFirst = Comparator.comparing((Exemplar exemplar) -> !(above.isEmpty() && failed(exemplar)));
        var worst =
                failedFirst.thenComparing(Comparator.comparing(Exemplar::value).reversed());
        var latest = failedFirst
                .thenComparing(exemplar -> exemplar.time().isAfter(settled))
                .thenComparing(Comparator.comparing(Exemplar::time).reversed());
        var ofWorst = exemplars.stream().sorted(worst).iterator();
        var ofLatest = exemplars.stream().sorted(latest).iterator();
        var inTurn = new LinkedHashSet<Exemplar>();
        while (ofWorst.hasNext()) {
            inTurn.add(ofWorst.next());
            inTurn.add(ofLatest.next());
        }
        return List.copyOf(inTurn);
    }

    private static boolean failed(Exemplar exemplar) {
        return exemplar.series().containsKey("error_type")
                || exemplar.series()
                        .getOrDefault("http_response_status_code", "")
                        .startsWith("5");
    }
}
