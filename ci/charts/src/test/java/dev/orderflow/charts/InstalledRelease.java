package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import dev.orderflow.testkit.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A release that was installed, as an API server gives it to a Helm that renders an upgrade: the kinds that there are,
 * the Secrets as they are kept, and the StatefulSets.
 */
final class InstalledRelease implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final Chart chart;
    private final TestServer server;
    private final Map<String, Object> answers = new TreeMap<>();

    /**
     * Starts it.
     *
     * @param chart that was installed
     * @param manifests of it, of which the kinds are known, and the Secrets and StatefulSets are there
     */
    InstalledRelease(Chart chart, List<Manifest> manifests) {
        this.chart = chart;
        var resources = new TreeMap<String, Map<String, Object>>();
        for (var manifest : manifests) {
            var version = (String) manifest.content().get("apiVersion");
            var plural = manifest.kind().toLowerCase(Locale.ROOT) + "s";
            resources
                    .computeIfAbsent(version, _ -> new TreeMap<>())
                    .put(
                            plural,
                            Map.of(
                                    "name",
                                    plural,
                                    "singularName",
                                    "",
                                    "namespaced",
                                    true,
                                    "kind",
                                    manifest.kind(),
                                    "verbs",
                                    List.of("get")));
            if (manifest.kind().equals("Secret")) {
                answers.put(
                        "/api/v1/namespaces/%s/secrets/%s".formatted(manifest.namespace(), manifest.name()),
                        secret(chart, manifest));
            }
            if (manifest.kind().equals("StatefulSet")) {
                answers.put(
                        "/apis/apps/v1/namespaces/%s/statefulsets/%s".formatted(manifest.namespace(), manifest.name()),
                        manifest.content());
            }
        }
        answers.put("/version", Map.of("major", "1", "minor", "34", "gitVersion", "v1.34.0"));
        answers.put("/api", Map.of("kind", "APIVersions", "versions", List.of("v1")));
        var groups = new ArrayList<Map<String, Object>>();
        resources.forEach((version, kinds) -> {
            var list = Map.of(
                    "kind",
                    "APIResourceList",
                    "apiVersion",
                    "v1",
                    "groupVersion",
                    version,
                    "resources",
                    List.copyOf(kinds.values()));
            answers.put((version.contains("/") ? "/apis/" : "/api/") + version, list);
            if (version.contains("/")) {
                var one = Map.of("groupVersion", version, "version", version.substring(version.indexOf('/') + 1));
                groups.add(Map.of(
                        "name",
                        version.substring(0, version.indexOf('/')),
                        "versions",
                        List.of(one),
                        "preferredVersion",
                        one));
            }
        });
        answers.put("/apis", Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", groups));
        server = TestServer.start(request -> {
            var answer = answers.get(request.path());
            return answer == null
                    ? TestServer.Answer.json(404, """
                            {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}""")
                    : TestServer.Answer.json(JSON.writeValueAsString(answer));
        });
    }

    /** The Secret as the server keeps it. */
    private static Map<String, Object> secret(Chart chart, Manifest manifest) {
        var kept = new LinkedHashMap<>(manifest.content());
        kept.put("data", data(manifest));
        kept.remove("stringData");
        var metadata = new LinkedHashMap<>(map(manifest.content().get("metadata")));
        metadata.put("namespace", manifest.namespace());
        metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
        // By these Helm knows what is its own.
        metadata.put("labels", with(metadata.get("labels"), Map.of("app.kubernetes.io/managed-by", "Helm")));
        metadata.put(
                "annotations",
                with(
                        metadata.get("annotations"),
                        Map.of(
                                "meta.helm.sh/release-name",
                                chart.name(),
                                "meta.helm.sh/release-namespace",
                                chart.namespace())));
        kept.put("metadata", metadata);
        return kept;
    }

    private static Map<String, Object> with(@Nullable Object some, Map<String, Object> more) {
        var all = new TreeMap<String, Object>(more);
        if (some != null) {
            all.putAll(map(some));
        }
        return all;
    }

    /** A Secret's data, in Base64. */
    static Map<String, Object> data(Manifest secret) {
        var data = new TreeMap<String, Object>();
        if (secret.content().get("data") != null) {
            data.putAll(map(secret.content().get("data")));
        }
        if (secret.content().get("stringData") != null) {
            map(secret.content().get("stringData"))
                    .forEach((key, text) -> data.put(
                            key,
                            Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8))));
        }
        return data;
    }

    /** Takes a StatefulSet away, as of an installation that failed before it was made. */
    void remove(String statefulSet) {
        answers.remove("/apis/apps/v1/namespaces/%s/statefulsets/%s".formatted(chart.namespace(), statefulSet));
    }

    /** Renders an upgrade, with the values of a cluster on this machine. */
    Tool.Result upgrade(Path folder, String... flags) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(
                "--dry-run=server",
                "--is-upgrade",
                "--disable-openapi-validation",
                "--kubeconfig",
                configuration(folder).toString(),
                "--values",
                "ci/images/registry.yaml",
                "--namespace",
                chart.namespace()));
        all.addAll(chart.kind());
        all.addAll(List.of(flags));
        return chart.helm("template", all.toArray(String[]::new));
    }

    /** Writes a kubeconfig that leads here, and returns it. */
    private Path configuration(Path folder) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                {"apiVersion": "v1", "kind": "Config", "current-context": "here", "contexts": [{"name": "here", "context": {"cluster": "here", "user": "nobody"}}],
                 "clusters": [{"name": "here", "cluster": {"server": "%s"}}], "users": [{"name": "nobody", "user": {}}]}
                """.formatted(server.url()));
    }

    @Override
    public void close() {
        server.close();
    }
}
