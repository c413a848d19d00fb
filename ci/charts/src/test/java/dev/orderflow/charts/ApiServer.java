package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import dev.orderflow.testkit.TestServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As much of an API server as the real Helm needs to look Secrets up and to keep its releases: it has one namespace and
 * keeps its Secrets, whole as they are sent. Of all other kinds it knows the names, and has no object.
 */
final class ApiServer implements AutoCloseable {

    static final String NAMESPACE = "orderflow";

    private static final String SECRETS = "/api/v1/namespaces/" + NAMESPACE + "/secrets";

    /** The kinds of the charts' objects, by API group. */
    private static final Map<String, List<String>> KINDS = Map.of(
            "", List.of("Secret", "Namespace", "ConfigMap", "Service", "ServiceAccount"),
            "apps", List.of("Deployment", "StatefulSet"),
            "batch", List.of("Job", "CronJob"),
            "networking.k8s.io", List.of("NetworkPolicy"));

    /** A term of a label selector: name=value, or name in (value,value). */
    private static final Pattern TERM =
            Pattern.compile("\\s*([^=,()\\s]+)\\s*(?:==?\\s*([^,()]*)|\\s+in\\s+\\(([^)]*)\\))\\s*(?:,|$)");

    private final Map<String, String> secrets = new ConcurrentSkipListMap<>();
    private final TestServer server;
    private volatile Runnable beforeUpdate = () -> {};

    ApiServer() {
        server = TestServer.start(this::answer);
    }

    String address() {
        return server.url().toString();
    }

    /** The flags by which Helm speaks to it, and to no cluster of this machine. */
    List<String> flags() {
        return List.of("--kubeconfig", "/dev/null", "--kube-apiserver", address(), "--namespace", NAMESPACE);
    }

    /** Runs before a Secret that is there is changed. */
    void beforeUpdate(Runnable action) {
        beforeUpdate = action;
    }

    /** Puts a Secret in place of the one of its name. */
    void put(String name, Map<String, String> annotations, Map<String, String> data) {
        secrets.put(name, """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s", "namespace": "%s", "creationTimestamp": "2026-01-02T03:04:05Z",
                  "labels": {"app.kubernetes.io/managed-by": "Helm"}, "annotations": %s}, "data": %s}""".formatted(
                        name,
                        NAMESPACE,
                        json(annotations),
                        json(data.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> Base64.getEncoder()
                                                .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))))));
    }

    /** Returns the values of a label, of the Secrets that have it, by the order of their names. */
    List<String> values(String label) {
        return secrets.values().stream()
                .map(ApiServer::labels)
                .filter(labels -> labels.containsKey(label))
                .map(labels -> labels.get(label))
                .toList();
    }

    private static Map<String, String> labels(String secret) {
        return map(map(Chart.yaml(secret).getFirst().get("metadata")).getOrDefault("labels", Map.of()))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().toString()));
    }

    private static String json(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private TestServer.Answer answer(TestServer.Request request) {
        var path = request.path();
        var text = path.startsWith(SECRETS)
                ? secrets(request, path.substring(SECRETS.length()).replace("/", ""))
                : known(path);
        return text == null ? TestServer.Answer.json(404, """
                        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}""") : TestServer.Answer.json(text);
    }

    private @Nullable String secrets(TestServer.Request request, String name) {
        return switch (request.method()) {
            case "POST" -> {
                var sent = SentSecret.of(request.bytes());
                secrets.put(sent.name(), sent.json());
                yield sent.json();
            }
            case "PUT" -> {
                beforeUpdate.run();
                var sent = SentSecret.of(request.bytes());
                yield secrets.replace(name, sent.json()) == null ? null : sent.json();
            }
            case "DELETE" -> {
                if (name.isEmpty()) {
                    var selected = selected(request);
                    secrets.values().removeIf(selected::contains);
                    yield list(selected);
                }
                yield secrets.remove(name);
            }
            default -> name.isEmpty() ? list(selected(request)) : secrets.get(name);
        };
    }

    private static String list(List<String> items) {
        return "{\"kind\": \"SecretList\", \"apiVersion\": \"v1\", \"metadata\": {}, \"items\": ["
                + String.join(", ", items) + "]}";
    }

    private List<String> selected(TestServer.Request request) {
        var query = request.uri().getRawQuery() == null ? "" : request.uri().getRawQuery();
        var selector = Stream.of(query.split("&"))
                .filter(parameter -> parameter.startsWith("labelSelector="))
                .map(parameter ->
                        URLDecoder.decode(parameter.substring("labelSelector=".length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
        return secrets.values().stream()
                .filter(secret -> isSelected(labels(secret), selector))
                .toList();
    }

    /** @throws IllegalStateException for what is more of the language than is known here */
    private static boolean isSelected(Map<String, String> labels, String selector) {
        var term = TERM.matcher(selector);
        var selected = true;
        var end = 0;
        while (end < selector.length() && term.find(end) && term.start() == end) {
            var values = term.group(3) == null
                    ? List.of(term.group(2).strip())
                    : Stream.of(term.group(3).split(",")).map(String::strip).toList();
            selected &= values.contains(labels.getOrDefault(term.group(1), ""));
            end = term.end();
        }
        if (end < selector.length()) {
            throw new IllegalStateException("not known of a selector: " + selector);
        }
        return selected;
    }

    private static @Nullable String known(String path) {
        return switch (path) {
            case "/version" -> "{\"major\": \"1\", \"minor\": \"34\", \"gitVersion\": \"v1.34.0\"}";
            case "/api" -> "{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}";
            case "/apis" -> groups();
            case "/api/v1/namespaces/" + NAMESPACE ->
                "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"%s\"}}"
                        .formatted(NAMESPACE);
            default ->
                path.matches("/api/v1|/apis/[^/]+/v1")
                        ? resources(path.startsWith("/apis/") ? path.split("/")[2] : "")
                        : null;
        };
    }

    private static String groups() {
        return KINDS.keySet().stream()
                .filter(group -> !group.isEmpty())
                .map(group ->
                        "{\"name\": \"%1$s\", \"versions\": [{\"groupVersion\": \"%1$s/v1\", \"version\": \"v1\"}]}"
                                .formatted(group))
                .collect(Collectors.joining(
                        ", ", "{\"kind\": \"APIGroupList\", \"apiVersion\": \"v1\", \"groups\": [", "]}"));
    }

    private static String resources(String group) {
        var version = group.isEmpty() ? "v1" : group + "/v1";
        return KINDS.getOrDefault(group, List.of()).stream()
                .map(kind ->
                        ("{\"name\": \"%s\", \"singularName\": \"\", \"namespaced\": %s, \"kind\": \"%s\", \"verbs\": "
                                        + "[\"get\"]}")
                                .formatted(
                                        (kind + "s").replaceAll("ys$", "ies").toLowerCase(Locale.ROOT),
                                        !kind.equals("Namespace"),
                                        kind))
                .collect(Collectors.joining(
                        ", ",
                        "{\"kind\": \"APIResourceList\", \"groupVersion\": \"%s\", \"resources\": [".formatted(version),
                        "]}"));
    }

    @Override
    public void close() {
        server.close();
    }
}
