package dev.orderflow.pager.delivery;

import java.util.List;
import java.util.Map;

/** What the route to the pager may look like; each has group keys of its own. */
enum Routing {
    CHART("severity = \"page\"", List.of("alertname", "namespace", "service")),
    OTHER_MATCHERS("severity =~ \"page|none\"", List.of("alertname", "namespace", "service")),
    ONE_MORE_LABEL("severity = \"page\"", List.of("alertname", "namespace", "service", "slo")),
    BY_POD("severity = \"page\"", List.of("alertname", "namespace", "service", "pod"));

    private final String matcher;
    private final List<String> groupBy;

    Routing(String matcher, List<String> groupBy) {
        this.matcher = matcher;
        this.groupBy = groupBy;
    }

    void apply(Map<String, Object> route) {
        route.put("matchers", List.of(matcher));
        route.put("group_by", groupBy);
    }

    /** What stands for Alertmanager's group key, among the alerts of one rule and service. */
    String key(Series series) {
        return this == BY_POD ? name() + " " + series.pod() : name();
    }
}
