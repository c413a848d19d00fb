package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.walk.cause.Cause;
import dev.orderflow.walk.cause.Cause.Component;
import dev.orderflow.walk.cause.Cause.Mechanism;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Checks whether a consumer group has more members than its service has consumers: then somebody else reads as this
 * group, and what that program takes the service never sees.
 */
record GroupMembers(PrometheusReader prometheus) implements MetricCheck {

    /** How many consumers a pod has: each service listens to one topic, in one thread. */
    private static final double PER_POD = 1;

    /**
     * PromQL of the groups without a member whose service has pods that are ready, for as long as a rebalance takes.
     */
    private static final String WITHOUT = """
            max_over_time((max by (group) (kafka_consumer_group_members))[90s:15s]) == 0 \
            and on (group) label_replace(min_over_time(\
            kube_deployment_status_replicas_available{namespace="orderflow"}[90s]) > 0, "group", "$1", "deployment", "(.*)")""";

    static Stream<Check> of(Situation situation) {
        return situation.isAboutFreshness()
                ? Stream.of(new GroupMembers(situation.stores().prometheus()))
                : Stream.of();
    }

    @Override
    public String name() {
        return "group";
    }

    /**
     * Returns PromQL of a group's members for each pod that its service is to have, which has the group's name. Takes
     * the fewest of some time: while pods replace others, both are members.
     */
    @Override
    public String query() {
        return """
                min_over_time((max by (group) (kafka_consumer_group_members) / on (group) max by (group) (label_replace(\
                kube_deployment_spec_replicas{namespace="orderflow"} > 0, \
                "group", "$1", "deployment", "(.*)")))[90s:15s])""";
    }

    @Override
    public Answer ask() {
        var members = prometheus.values(query(), "group");
        var more = members.entrySet().stream()
                .filter(group -> Situation.isService(group.getKey()) && group.getValue() > PER_POD)
                .map(group -> String.format(
                        Locale.ROOT,
                        "the consumer group %s has %.1f members for each pod of %1$s",
                        group.getKey(),
                        group.getValue()))
                .toList();
        var cause = List.of(new Cause(Component.KAFKA, Mechanism.FOREIGN_CONSUMER));
        if (members.isEmpty()) {
            return Answer.leavesOpen("unknown");
        }
        var without = prometheus.values(WITHOUT, "group").keySet().stream()
                .filter(Situation::isService)
                .sorted()
                .toList();
        if (!without.isEmpty()) {
            return Answer.confirms(
                    "no member, though pods are ready, have the groups " + String.join(", ", without),
                    Situation.causes(without.stream(), Mechanism.CONSUMER_STALLED));
        }
        return more.isEmpty()
                ? Answer.excludes("no group has more members than its service has consumers", cause)
                : Answer.confirms(String.join("; ", more), cause);
    }
}
