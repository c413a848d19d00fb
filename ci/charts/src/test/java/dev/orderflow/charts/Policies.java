package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What NetworkPolicies allow, by the rules of networking.k8s.io/v1, of which it knows what the charts use. Every pod
 * counts as isolated: that a namespace denies by default is for another test to say.
 */
record Policies(List<Manifest> all) {

    static final String NAME = "app.kubernetes.io/name";

    /** A pod, as far as a policy sees it. */
    record Pod(String namespace, Map<String, Object> labels) {

        static Pod named(String namespace, String name) {
            return new Pod(namespace, Map.of(NAME, name));
        }
    }

    static Policies of(Stream<Manifest> manifests) {
        return new Policies(manifests
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .toList());
    }

    boolean allow(Pod from, Pod to, int port) {
        return sends(from, to, port) && receives(from, to, port);
    }

    boolean sends(Pod from, Pod to, int port) {
        return rules(from, "egress").anyMatch(rule -> rule.matches("to", to) && rule.hasPort(port));
    }

    boolean receives(Pod from, Pod to, int port) {
        return rules(to, "ingress").anyMatch(rule -> rule.matches("from", from) && rule.hasPort(port));
    }

    /** Whether the pod takes connections of what is no pod. */
    boolean opensToOutside(Pod pod, int port) {
        return rules(pod, "ingress")
                .anyMatch(
                        rule -> rule.blocks("from").anyMatch(block -> block.equals("0.0.0.0/0")) && rule.hasPort(port));
    }

    /** Whether the pod may connect to addresses that are no pod's. */
    boolean sendsToAddresses(Pod pod, String block, int port) {
        return rules(pod, "egress").anyMatch(rule -> rule.blocks("to").anyMatch(block::equals) && rule.hasPort(port));
    }

    /** The policies made for just such pods. */
    Stream<Manifest> selecting(Pod pod) {
        return all.stream()
                .filter(policy -> policy.namespace().equals(pod.namespace()))
                .filter(policy -> !map(policy.spec().get("podSelector")).isEmpty())
                .filter(policy -> selects(map(policy.spec().get("podSelector")), pod.labels()));
    }

    Stream<Rule> rules(Pod pod, String direction) {
        return selecting(pod)
                .flatMap(policy -> each(policy.spec(), direction).map(rule -> new Rule(policy.namespace(), rule)));
    }

    /** An ingress or egress rule of a policy in a namespace. */
    record Rule(String namespace, Map<String, Object> content) {

        boolean matches(String peers, Pod pod) {
            return !content.containsKey(peers) || each(content, peers).anyMatch(peer -> matches(peer, pod));
        }

        boolean hasPort(int port) {
            return !content.containsKey("ports")
                    || each(content, "ports").anyMatch(each -> each.get("port").equals(port));
        }

        Stream<String> blocks(String peers) {
            return each(content, peers)
                    .filter(peer -> peer.containsKey("ipBlock"))
                    .map(peer -> (String) map(peer.get("ipBlock")).get("cidr"));
        }

        private boolean matches(Map<String, Object> peer, Pod pod) {
            if (peer.containsKey("ipBlock")) {
                return false;
            }
            var inNamespace = peer.containsKey("namespaceSelector")
                    ? selects(
                            map(peer.get("namespaceSelector")), Map.of("kubernetes.io/metadata.name", pod.namespace()))
                    : pod.namespace().equals(namespace);
            return inNamespace && selects(map(peer.getOrDefault("podSelector", Map.of())), pod.labels());
        }
    }

    private static boolean selects(Map<String, Object> selector, Map<String, Object> labels) {
        return labels.entrySet()
                        .containsAll(map(selector.getOrDefault("matchLabels", Map.of()))
                                .entrySet())
                && each(selector, "matchExpressions")
                        .allMatch(expression -> expression.get("operator").equals("In")
                                && ((List<?>) expression.get("values")).contains(labels.get(expression.get("key"))));
    }
}
