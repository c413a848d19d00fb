package dev.orderflow.charts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** An API server that has a namespace and Secrets, and nothing else: what a chart's {@code lookup} finds when Helm renders it. */
final class ServedSecrets implements AutoCloseable {

    private static final String NAMESPACE = "orderflow";

    /** What the chart has objects of, by their API's group. */
    private static final Map<String, List<String>> KINDS = Map.of(
            "", List.of("Secret", "Namespace", "ConfigMap", "Service", "ServiceAccount"),
            "apps", List.of("Deployment", "StatefulSet"),
            "batch", List.of("Job", "CronJob"),
            "networking.k8s.io", List.of("NetworkPolicy"));

    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final HttpServer server;

    ServedSecrets() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Puts a Secret in place of the one of its name. */
    void put(String name, Map<String, String> annotations, Map<String, String> data) {
        secrets.put(name, """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s", "namespace": "%s", "creationTimestamp": "2026-01-02T03:04:05Z",
                  "labels": {"app.kubernetes.io/managed-by": "Helm"}, "annotations": %s}, "data": %s}"""
                .formatted(name, NAMESPACE, json(annotations), json(data.entrySet().stream().collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> Base64.getEncoder().encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))))));
    }

    /** Renders the chart as an installation or an upgrade would, with what is there. */
    Tool.Result render(String... flags) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(
                "--kubeconfig", "/dev/null", "--kube-apiserver", "http://127.0.0.1:" + server.getAddress().getPort(), "--namespace", NAMESPACE,
                "--dry-run=server", "--disable-openapi-validation", "--values", "ci/images/registry.yaml"));
        all.addAll(List.of(flags));
        return new Chart("orderflow").helm("template", all.toArray(String[]::new));
    }

    private static String json(Map<String, String> texts) {
        return texts.entrySet().stream().map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue())).collect(Collectors.joining(", ", "{", "}"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var prefix = "/api/v1/namespaces/" + NAMESPACE;
        var text = switch (path) {
            case "/version" -> "{\"major\": \"1\", \"minor\": \"34\", \"gitVersion\": \"v1.34.0\"}";
            case "/api" -> "{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}";
            case "/apis" -> groups();
            default -> path.equals(prefix) ? "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"%s\"}}".formatted(NAMESPACE)
                    : path.startsWith(prefix + "/secrets/") ? secrets.get(path.substring(path.lastIndexOf('/') + 1))
                    : path.matches("/api/v1|/apis/[^/]+/v1") ? resources(path) : null;
        };
        var bytes = (text == null ? "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"reason\": \"NotFound\", \"code\": 404}" : text).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(text == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String groups() {
        return KINDS.keySet().stream()
                .filter(group -> !group.isEmpty())
                .map(group -> "{\"name\": \"%1$s\", \"versions\": [{\"groupVersion\": \"%1$s/v1\", \"version\": \"v1\"}]}".formatted(group))
                .collect(Collectors.joining(", ", "{\"kind\": \"APIGroupList\", \"apiVersion\": \"v1\", \"groups\": [", "]}"));
    }

    private static String resources(String path) {
        var group = path.startsWith("/apis/") ? path.split("/")[2] : "";
        return KINDS.getOrDefault(group, List.of()).stream()
                .map(kind -> "{\"name\": \"%s\", \"singularName\": \"\", \"namespaced\": %s, \"kind\": \"%s\", \"verbs\": [\"get\"]}"
                        .formatted((kind + "s").replaceAll("ys$", "ies").toLowerCase(Locale.ROOT), !kind.equals("Namespace"), kind))
                .collect(Collectors.joining(", ", "{\"kind\": \"APIResourceList\", \"groupVersion\": \"%s\", \"resources\": [".formatted(group.isEmpty() ? "v1" : group + "/v1"), "]}"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
