package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static dev.orderflow.charts.Manifest.each;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.charts.Policies.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ways from outside the cluster to the gateway: each object, and the policy that admits whoever forwards. */
class ExposureTest {

    private static final Pod GATEWAY = Pod.named("orderflow", "gateway");
    private static final Pod CONTROLLER = Pod.named("ingress-nginx", "ingress-nginx");

    @Test
    void byDefaultThereIsNone() throws Exception {
        var manifests = render("image.registry=ghcr.io/example");
        assertThat(manifests)
                .noneMatch(manifest -> List.of("Ingress", "HTTPRoute").contains(manifest.kind()));
        assertThat(service(manifests)).doesNotContainKey("type");
        assertThat(gatewayPeers(manifests)).isEqualTo(List.of(pod("load"), pod("orderflow-test")));
    }

    @Test
    void anIngressHasItsHostAndItsControllerIsAdmitted() throws Exception {
        var manifests = render("exposure.ingress.host=shop.example.com,exposure.ingress.class=nginx,"
                + "exposure.ingress.tlsSecret=shop-tls,exposure.ingress.annotations.a/b=c,"
                + "exposure.ingress.from=ingress-nginx");
        var ingress = named(manifests, "Ingress");
        assertThat(map(ingress.content().get("metadata"))).containsEntry("annotations", Map.of("a/b", "c"));
        assertThat(ingress.spec())
                .containsEntry("ingressClassName", "nginx")
                .containsEntry("tls", List.of(Map.of("hosts", List.of("shop.example.com"), "secretName", "shop-tls")));
        var path = each(
                        map(each(ingress.spec(), "rules")
                                .findFirst()
                                .orElseThrow()
                                .get("http")),
                        "paths")
                .findFirst()
                .orElseThrow();
        assertThat(path.get("backend"))
                .isEqualTo(Map.of("service", Map.of("name", "gateway", "port", Map.of("name", "http"))));
        var policies = Policies.of(manifests.stream());
        assertThat(policies.receives(CONTROLLER, GATEWAY, 8080)).isTrue();
        assertThat(policies.receives(CONTROLLER, Pod.named("orderflow", "order"), 8080))
                .isFalse();
    }

    @Test
    void aRouteIsAtAListenerOfAGateway() throws Exception {
        var manifests = render("exposure.route.host=shop.example.com,exposure.route.gateway=public,"
                + "exposure.route.gatewayNamespace=edge,exposure.route.listener=https,exposure.route.from=edge");
        assertThat(named(manifests, "HTTPRoute").spec())
                .containsEntry("hostnames", List.of("shop.example.com"))
                .containsEntry(
                        "parentRefs", List.of(Map.of("name", "public", "namespace", "edge", "sectionName", "https")));
        assertThat(Policies.of(manifests.stream()).receives(Pod.named("edge", "envoy"), GATEWAY, 8080))
                .isTrue();
    }

    /** A cloud's load balancer is no pod. */
    @Test
    void aLoadBalancerComesFromOutside() throws Exception {
        var manifests =
                render("exposure.loadBalancer.enabled=true,exposure.loadBalancer.annotations.cloud/scheme=internal");
        assertThat(service(manifests))
                .containsEntry("type", "LoadBalancer")
                .containsEntry("externalTrafficPolicy", "Local");
        assertThat(gatewayPeers(manifests)).anyMatch(peer -> map(peer).containsKey("ipBlock"));
        assertThat(gatewayPeers(render("exposure.ingress.host=shop.example.com")))
                .as("an Ingress whose controller is no pod")
                .anyMatch(peer -> map(peer).containsKey("ipBlock"));
    }

    private static Map<String, Object> pod(String name) {
        return Map.of("podSelector", Map.of("matchLabels", Map.of("app.kubernetes.io/name", name)));
    }

    private static List<?> gatewayPeers(List<Manifest> manifests) {
        var policy = manifests.stream()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy")
                        && manifest.name().equals("gateway"))
                .findFirst()
                .orElseThrow();
        return (List<?>)
                each(policy.spec(), "ingress").findFirst().orElseThrow().get("from");
    }

    private static Map<String, Object> service(List<Manifest> manifests) {
        return named(manifests, "Service").spec();
    }

    private static Manifest named(List<Manifest> manifests, String kind) {
        return manifests.stream()
                .filter(manifest ->
                        manifest.kind().equals(kind) && manifest.name().equals("gateway"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Manifest> render(String values) throws Exception {
        var result = new Chart("orderflow").helm("template", "--values", "ci/images/registry.yaml", "--set", values);
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        return Chart.yaml(result.output()).stream()
                .map(content -> new Manifest("orderflow", content))
                .toList();
    }
}
