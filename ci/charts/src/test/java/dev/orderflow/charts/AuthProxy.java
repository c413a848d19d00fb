package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The authenticating proxy: a real nginx with the configuration that the chart observability renders. Only addresses
 * differ: the proxy and all that it leads to listen on 127.0.0.1. The pager's answers are those that its own tests
 * expect of it.
 */
final class AuthProxy implements AutoCloseable {

    static final String TOKEN = "the-token-of-the-api";
    static final String SESSION = "the-session-of-a-person";

    private static final Pattern LISTEN = Pattern.compile("listen (\\d+)( ssl)?;");
    private static final Pattern STORE = Pattern.compile("proxy_pass (http://([a-z-]+)\\.observability\\.svc:\\d+)");

    private final Path folder;
    private final Rendered configuration;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<Runnable> running = new ArrayList<>();

    /** The requests that reached the stand-ins of the trace and log stores, and of the pager. */
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    final List<Asked> askedOfThePager = new CopyOnWriteArrayList<>();

    private TestServer pager;

    /** A request as it came behind the proxy. */
    record Asked(String method, String uri, Map<String, List<String>> headers) {}

    /**
     * Starts it all.
     *
     * @param configuration as the chart renders it
     * @param programs where real programs listen, by the names of their Services; all others are ones that only record
     */
    AuthProxy(Path folder, String nginx, Rendered configuration, Map<String, Integer> programs) throws Exception {
        this.folder = folder;
        this.configuration = configuration;
        certificate(configuration.certificate(), configuration.key());
        pager = pager(0);
        var store = TestServer.start(request -> {
            asked.add(asked(request));
            // Each header as the programs have it, or might.
            return TestServer.Answer.of(
                            request.path().equals("/select/failing") ? 500 : 200, "text/plain", "of the store")
                    .with("Access-Control-Allow-Origin", "*")
                    .with("Access-Control-Allow-Private-Network", "true")
                    .with("Set-Cookie", "JSESSIONID=another; Path=/");
        });
        running.add(store::close);
        var text = configuration
                .text()
                .replace("http://pager.observability.svc:8080", pager.url().toString())
                .replace(
                        "http://pager-proxied.observability.svc:8081",
                        pager.url().toString())
                .replace("/tmp/", Files.createDirectories(folder.resolve("tmp")) + "/")
                .replace("/etc/auth-proxy-tls", folder.toString());
        text = STORE.matcher(text)
                .replaceAll(
                        match -> "proxy_pass http://127.0.0.1:" + programs.getOrDefault(match.group(2), store.port()));
        text = LISTEN.matcher(text)
                .replaceAll(match -> "listen 127.0.0.1:" + ports.computeIfAbsent(match.group(1), _ -> Ports.free())
                        + Objects.requireNonNullElse(match.group(2), "") + ";");
        var file = Files.writeString(folder.resolve("nginx.conf"), text);
        // Where root tests, nginx would read the certificate as nobody.
        var process = new ProcessBuilder(nginx, "-e", "stderr", "-c", file.toString(), "-g", "user root;")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("nginx.log").toFile())) // as nginx itself opens its log
                .start();
        running.add(() -> end(process));
        for (var port : ports.values()) {
            awaitNginx(process, port);
        }
    }

    /** Returns the path of the nginx that ci/nginx finds; null where there is none. */
    static @Nullable String nginx() throws Exception {
        var found = new Script(Chart.ROOT, Map.of()).run("ci/nginx");
        if (found.code() != 0) {
            System.out.println(
                    "without nginx the proxy is not tested: " + found.output().strip());
            return null;
        }
        return found.output().lines().toList().getLast();
    }

    /**
     * The proxy's configuration.
     *
     * @param text of nginx
     * @param certificate of the pager's TLS port, PEM
     * @param key of the certificate, PEM
     */
    record Rendered(String text, String certificate, String key) {}

    /** Renders the proxy's configuration, with further flags of helm template. */
    static Rendered configuration(String... flags) throws Exception {
        var all = new ArrayList<>(List.of(
                "--values",
                "ci/images/registry.yaml",
                "--values",
                "helm/observability/kind.yaml",
                "--namespace",
                "observability"));
        all.addAll(List.of(flags));
        var result = new Chart("observability").helm("template", all.toArray(String[]::new));
        var manifests = Chart.yaml(result.output());
        var text = (String)
                data(manifests, "ConfigMap", "auth-proxy", result.errors()).get("nginx.conf");
        var certificate = data(manifests, "Secret", "pager-tls", result.errors());
        return new Rendered(text, decoded(certificate.get("tls.crt")), decoded(certificate.get("tls.key")));
    }

    private static Map<String, Object> data(
            List<Map<String, Object>> manifests, String kind, String name, String errors) {
        return map(manifests.stream()
                .filter(manifest -> manifest.get("kind").equals(kind)
                        && Chart.nameOf(manifest).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(errors))
                .get("data"));
    }

    private static String decoded(Object base64) {
        return new String(Base64.getDecoder().decode((String) base64), StandardCharsets.UTF_8);
    }

    /** Puts another certificate where the proxy's is, as the kubelet does. */
    void certificate(String certificate, String key) throws IOException {
        Files.writeString(folder.resolve("tls.crt"), certificate);
        Files.writeString(folder.resolve("tls.key"), key);
    }

    Rendered rendered() {
        return configuration;
    }

    /** The pager's address by TLS. */
    URI pagerByTls() {
        return URI.create("https://127.0.0.1:" + ports.get("8443"));
    }

    /** Returns the address of a program by the port that it has in the chart. */
    URI address(int port) {
        return URI.create("http://127.0.0.1:" + ports.get(Integer.toString(port)));
    }

    /** A request of a script that has the token; its path is sent as it stands. */
    HttpResponse<String> asScript(int port, String method, String path, String... headers) throws Exception {
        return send(request(port, method, path).header("Authorization", "Bearer " + TOKEN), headers);
    }

    HttpResponse<String> asNobody(int port, String method, String path, String... headers) throws Exception {
        return send(request(port, method, path), headers);
    }

    HttpResponse<String> asPerson(int port, String method, String path, String... headers) throws Exception {
        return send(request(port, method, path).header("Cookie", "XSRF-TOKEN=x; JSESSIONID=" + SESSION), headers);
    }

    private HttpRequest.Builder request(int port, String method, String path) {
        var body = method.equals("POST") || method.equals("PUT")
                ? HttpRequest.BodyPublishers.ofString("{}")
                : HttpRequest.BodyPublishers.noBody();
        return HttpRequest.newBuilder(URI.create(address(port) + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body);
    }

    HttpResponse<String> send(HttpRequest.Builder request, String... headers) throws Exception {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a text that need not be an HTTP request, and returns the first line of the answer. */
    String raw(int port, String text) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), address(port).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    void stopPager() {
        pager.close();
    }

    void startPager() {
        pager = pager(pager.port());
    }

    private TestServer pager(int port) {
        return TestServer.start(port, request -> {
            askedOfThePager.add(asked(request));
            var known = ("Bearer " + TOKEN).equals(request.headers().getFirst("Authorization"))
                    || String.valueOf(request.headers().getFirst("Cookie")).contains("JSESSIONID=" + SESSION);
            return TestServer.Answer.of(request.path().equals("/session") ? known ? 204 : 401 : 404)
                    .with("Set-Cookie", "XSRF-TOKEN=another; Path=/; Secure")
                    .with("X-Frame-Options", "DENY");
        });
    }

    String log() throws IOException {
        return Files.readString(folder.resolve("nginx.log"));
    }

    @Override
    public void close() {
        pager.close();
        running.reversed().forEach(Runnable::run);
    }

    /** Ends a process, and waits for its end. */
    static void end(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Asked asked(TestServer.Request request) {
        return new Asked(request.method(), request.uri().toString(), Map.copyOf(request.headers()));
    }

    private void awaitNginx(Process process, int port) {
        await("nginx listens at " + port)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .failFast(() -> assertThat(process.isAlive()).as(log()).isTrue())
                .untilAsserted(() -> assertThat(Ports.answers(port)).as(log()).isTrue());
    }
}
