package dev.orderflow.charts;

import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each metric that the rules read has an alert for its absence, and each counter is counted from its first value on.
 */
class RuleInputsTest {

    private static final boolean UPDATE = Boolean.getBoolean("inputs.update");

    /**
     * Counters that their exporter shows from its start, whatever happens: a zero, or what was before Prometheus,
     * stands before all.
     */
    private static final Pattern SHOWN_FROM_THE_START = Pattern.compile(
            "(postgresql_deadlocks_total|redis_keys_evicted_total|prometheus_tsdb_exemplar_exemplars_appended_total"
                    + "|prometheus_rule_evaluation_failures_total|otelcol_receiver_accepted_metric_points_total|"
                    + "container_cpu_cfs_(throttled_)?periods_total)\\b.*");

    /** A gauge that is recorded, of which a trend is asked. */
    private static final Pattern GAUGE = Pattern.compile("group:consumer_lag:sum\\b.*");

    private static final Pattern CALL = Pattern.compile("\\b(?:rate|irate|increase|delta|idelta)\\(([^()\\[]*)\\[");
    private static final Pattern NEWBORN = Pattern.compile("""
            \\((?<series>[\\w:]+(?:\\{[^}]*})?) unless (?:\\k<series> offset (?<before>\\w+)|(?:on \\([\\w, ]+\\) )?last_over_time\\(\\k<series>\\[\\w+] offset (?<earlier>\\w+)\\))\
            (?: unless on \\([\\w, ]+\\) instance:returned:(?<window>\\w+))?\\)(?: / (?<seconds>\\d+))? or (?<function>rate|increase|delta)\\(\\k<series>\\[(?<range>\\w+)]\\)""");

    @Test
    void whatTheRulesReadIsMissedWhereItIsAbsent() throws Exception {
        var others = Alerts.files("files/rules", ".yaml").stream()
                .filter(file -> !file.endsWith(RuleInputs.FILE))
                .flatMap(file -> each(Alerts.yaml(file), "groups"))
                .flatMap(group -> each(group, "rules"))
                .toList();
        var expected = RuleInputs.file(others);
        var file = Alerts.CHART.resolve("files/rules").resolve(RuleInputs.FILE);
        if (UPDATE) {
            Files.writeString(file, expected);
        }
        assertThat(Files.exists(file) ? Alerts.read(file) : "")
                .as("%s; write it with: make rules-inputs", file)
                .isEqualTo(expected);
    }

    @Test
    void metricsAreFoundInWhateverIsAroundThem() {
        assertThat(RuleInputs.metrics("""
                        sum by (service_name, le) (rate(http_server_bucket{code=~"5.. or b", x='y'}[1m] offset 5m))
                          / on (kind) group_left (y) a:b:c > bool scalar(objective:x) and label_replace(up, "pod", "$1", "k8s_pod_name", "(.*)") or vector(1e9)
                        """))
                .containsExactlyInAnyOrder("http_server_bucket", "a:b:c", "objective:x", "up");
    }

    @Test
    void anExporterThatIsNotKnownIsAnError() {
        var rules = List.<Map<String, Object>>of(
                Map.of("record", "a:b", "expr", "sum(mystery_total)"),
                Map.of("alert", "A", "expr", "a:b > 1", "labels", Map.of("severity", "page")));
        assertThat(RuleInputs.read(rules, "page")).containsExactly("mystery_total");
        assertThatThrownBy(() -> RuleInputs.file(rules)).hasMessageContaining("mystery_total");
    }

    /** rate() alone sees nothing of a counter whose first value is already a burst. */
    @Test
    void everyRateCountsWhatIsBornWithIt() {
        assertThat(Alerts.rules())
                .allSatisfy(rule -> assertThat(blind((String) rule.get("expr")))
                        .as(rule.toString())
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(rate(a_total[1m]))",
                "increase(a_total{x=\"y\"}[5m]) > 0",
                "(a_total unless a_total offset 1m) / 60 or rate(b_total[1m])",
                "(a_total unless a_total offset 5m) / 60 or rate(a_total[1m])",
                "(a_total unless a_total offset 1m) / 600 or rate(a_total[1m])",
                "(a_total unless a_total offset 5m) / 300 or increase(a_total[5m])"
            })
    void aRateThatDoesNotIsFound(String expression) {
        assertThat(blind(expression)).isNotEmpty();
    }

    /** The series of which only what they had before is counted. */
    private static List<String> blind(String expression) {
        var flat = expression.replaceAll("\\s+", " ");
        var right = NEWBORN.matcher(flat);
        var rest = new StringBuilder();
        while (right.find()) {
            var before = Stream.of("before", "earlier")
                    .map(right::group)
                    .filter(group -> group != null)
                    .findFirst()
                    .orElse("");
            var range = right.group("range");
            var seconds =
                    Map.of("1m", "60", "2m", "120", "5m", "300", "10m", "600").get(range);
            var whole = before.equals(range)
                    && (right.group("window") == null || right.group("window").equals(range))
                    && (right.group("function").equals("rate")
                            ? seconds.equals(right.group("seconds"))
                            : right.group("seconds") == null);
            right.appendReplacement(rest, whole ? "" : Matcher.quoteReplacement(right.group()));
        }
        right.appendTail(rest);
        return CALL.matcher(rest)
                .results()
                .map(match -> match.group(1))
                .filter(series -> !SHOWN_FROM_THE_START.matcher(series).matches()
                        && !GAUGE.matcher(series).matches())
                .toList();
    }
}
