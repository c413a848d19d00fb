package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One object that a chart renders, in the namespace that it lands in. */
record Manifest(String namespace, Map<String, Object> content) {

    static List<Manifest> ofAllCharts() throws Exception {
        var all = new ArrayList<Manifest>();
        for (var chart : Chart.ALL) {
            chart.render().stream()
                    .map(content -> new Manifest(
                            (String) map(content.get("metadata")).getOrDefault("namespace", chart.namespace()),
                            content))
                    .forEach(all::add);
        }
        return all;
    }

    String kind() {
        return (String) content.get("kind");
    }

    String name() {
        return Chart.nameOf(content);
    }

    Map<String, Object> spec() {
        return map(content.get("spec"));
    }

    /** What its pods are made from; none where it makes none, or an operator makes them. */
    Stream<Map<String, Object>> podTemplate() {
        if (!content.containsKey("spec")) {
            return Stream.of();
        }
        if (kind().equals("Pod")) {
            return Stream.of(content);
        }
        var maker =
                kind().equals("CronJob") ? map(map(spec().get("jobTemplate")).get("spec")) : spec();
        return maker.containsKey("template") ? Stream.of(map(maker.get("template"))) : Stream.of();
    }

    /** The mappings under a list's key; none where there is no such key. */
    static Stream<Map<String, Object>> each(Map<String, Object> parent, String key) {
        return ((List<?>) parent.getOrDefault(key, List.of())).stream().map(Chart::map);
    }

    @Override
    public String toString() {
        return namespace + " " + kind() + "/" + name();
    }
}
