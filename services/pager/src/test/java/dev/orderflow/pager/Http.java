package dev.orderflow.pager;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A client as any other: a browser with its cookies, or a program with its token. */
public final class Http {

    public static final String JSON = "application/json";

    private static final String HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final HttpClient client;
    private final String base;
    private final String token;

    /** @param token empty for none */
    public Http(int port, String token) {
        this(HttpClient.newBuilder(), "http://127.0.0.1:" + port, token);
    }

    /**
     * @param client with what it needs to connect
     * @param base scheme, host and port
     * @param token empty for none
     */
    public Http(HttpClient.Builder client, String base, String token) {
        this.client = client.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .cookieHandler(new CookieManager())
                .build();
        this.base = base;
        this.token = token;
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** As a browser asks for what it shows. */
    public HttpResponse<String> visit(String path) throws IOException, InterruptedException {
        return send(request(path).header("Accept", HTML).GET());
    }

    /** As a page's script asks. */
    public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return send(request(path).header("Accept", JSON).GET());
    }

    public HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A form, as a browser sends it. */
    public HttpResponse<String> submit(String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        return submit(path, fields, HTML);
    }

    /** @param accept what the sender wants for an answer */
    public HttpResponse<String> submit(String path, Map<String, String> fields, String accept)
            throws IOException, InterruptedException {
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", accept)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Logs in as a browser does, by the form's own token. */
    public Http logIn(String name, String password) throws IOException, InterruptedException {
        submit(
                "/login",
                Map.of(
                        "username",
                        name,
                        "password",
                        password,
                        "_csrf",
                        csrf(get("/login").body())));
        return this;
    }

    public static String csrf(String page) {
        var field = CSRF.matcher(page);
        if (!field.find()) {
            throw new AssertionError("no _csrf in " + page);
        }
        return field.group(1);
    }

    public HttpClient client() {
        return client;
    }

    public HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofMinutes(1));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Follows one redirection, as a browser does after a form. */
    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 302) {
            return answer;
        }
        var location =
                answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow());
        return client.send(HttpRequest.newBuilder(location).build(), HttpResponse.BodyHandlers.ofString());
    }
}
