package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks whether a consumer group has more members for each pod of its service than usual: then somebody else reads as
 * this group, and what that program takes the service never sees.
 */
record GroupMembers(PrometheusReader prometheus) implements MetricCheck {

    /** How many times the usual members a pod count as a stranger among them. */
    private static final double MORE = 1.2;

    /** PromQL of a group's members for each pod that is available. A group has the name of its service. */
    private static final String PER_POD = """
            max by (group) (kafka_consumer_group_members) / on (group) max by (group) (label_replace(\
            kube_deployment_status_replicas_available{namespace="orderflow"} > 0, "group", "$1", "deployment", "(.*)"))""";

    static Stream<Check> of(Situation situation) {
        return situation.isAboutFreshness()
                ? Stream.of(new GroupMembers(situation.stores().prometheus()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "group";
    }

    /** While pods replace others, both are members for some seconds. */
    @Override
    public String query() {
        return "min_over_time((" + PER_POD + ")[90s:15s])";
    }

    @Override
    public Answer ask() {
        var usual = prometheus.values("quantile_over_time(0.5, (" + PER_POD + ")[1h:30s])", "group");
        var more = prometheus.values(query(), "group").entrySet().stream()
                .filter(group -> Situation.isService(group.getKey()))
                .filter(group -> group.getValue() > usual.getOrDefault(group.getKey(), Double.NaN) * MORE)
                .toList();
        var cause = List.of(new Cause(Component.KAFKA, Mechanism.FOREIGN_CONSUMER));
        if (usual.isEmpty()) {
            return Answer.leavesOpen("unknown");
        }
        return more.isEmpty()
                ? Answer.excludes("each group has as many members as its service has consumers", cause)
                : Answer.confirms(
                        more.stream().map(group -> words(group, usual)).collect(Collectors.joining("; ")), cause);
    }

    private static String words(Map.Entry<String, Double> group, Map<String, Double> usual) {
        return String.format(
                Locale.ROOT,
                "the consumer group %s has %.1f members for each pod of %1$s, and usually %.1f",
                group.getKey(),
                group.getValue(),
                usual.get(group.getKey()));
    }
}
