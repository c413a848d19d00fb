package dev.orderflow.pager.delivery;

import dev.orderflow.pager.Http;
import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.ImageFlags;
import dev.orderflow.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The pager as it runs in its pod: its main class, the chart's configuration, and a database that outlives it. */
final class PagerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final JsonMapper JSON = new JsonMapper();

    private final int port = Ports.free();
    private final Path folder;
    private final Map<String, String> environment;
    private final Http api;
    private final Http intake;
    private Child process;
    private int starts;

    /**
     * @param address to which everybody on call is notified
     * @param alertmanager its port
     * @param properties of the environment, beside the chart's
     */
    PagerProcess(Chart chart, Path folder, String address, int alertmanager, Map<String, String> properties)
            throws IOException {
        this.folder = folder;
        this.api = new Http(port, secret(chart, "api-token"));
        this.intake = new Http(port, secret(chart, "alertmanager-token"));
        Files.writeString(
                Files.createDirectories(folder.resolve("pager")).resolve("application.yaml"), chart.application());
        environment = new HashMap<>(Map.of(
                "SERVER_PORT",
                Integer.toString(port),
                "SPRING_CONFIG_ADDITIONALLOCATION",
                "file:" + folder.resolve("pager") + "/",
                "ORDERFLOW_PAGER_DATABASE",
                folder.resolve("pager.db").toString(),
                "ORDERFLOW_PAGER_INTAKE_TOKEN",
                secret(chart, "alertmanager-token"),
                "ORDERFLOW_PAGER_APITOKENS_RESPONDER",
                secret(chart, "api-token"),
                "ORDERFLOW_ONCALL_PEOPLE_ALICE_PASSWORD",
                secret(chart, "alice-hash"),
                "ORDERFLOW_ONCALL_PEOPLE_ALICE_WEBHOOK",
                address,
                "ORDERFLOW_ONCALL_PEOPLE_BOB_WEBHOOK",
                address,
                "ORDERFLOW_ONCALL_PEOPLE_CAROL_WEBHOOK",
                address,
                "ORDERFLOW_PAGER_STORES_ALERTMANAGER_URL",
                "http://127.0.0.1:" + alertmanager));
        environment.put("ORDERFLOW_PAGER_TLSPROXYPORT", "0"); // the chart's may be taken here
        environment.putAll(properties);
        resume();
    }

    int port() {
        return port;
    }

    /** What it has written to its log, since its last start. */
    String log() throws IOException {
        return Files.readString(folder.resolve("pager-" + starts + ".log"));
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Starts the pager again, with its database, as the kubelet does where it has ended. */
    void resume() {
        start();
        process.await(START, this::isReady);
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        try {
            return JSON.readTree(api.get(path).body());
        } catch (IOException e) {
            var log = log();
            throw new IOException(
                    "the pager %s; its log ends with:%n%s"
                            .formatted(
                                    isAlive() ? "runs" : "has ended", log.substring(Math.max(0, log.length() - 3000))),
                    e);
        }
    }

    /** The pages of a service, open and resolved. */
    List<JsonNode> pages(String service) throws IOException, InterruptedException {
        var all = new ArrayList<JsonNode>();
        for (var state : List.of("open", "resolved")) {
            get("/api/v1/pages?limit=1000&state=" + state).forEach(page -> {
                if (page.at("/detail/labels/service").asString("").equals(service)) {
                    all.add(page);
                }
            });
        }
        return all;
    }

    /** What happened to all of a service's pages. */
    List<String> timeline(String service) throws IOException, InterruptedException {
        var kinds = new ArrayList<String>();
        for (var page : pages(service)) {
            get("/api/v1/pages/" + page.path("number").asLong() + "/timeline")
                    .forEach(entry -> kinds.add(entry.path("kind").asString()));
        }
        return kinds;
    }

    /** Delivers the alerts of a page that fire, as Alertmanager does for a group of another key. */
    void deliver(JsonNode page, String key) throws IOException, InterruptedException {
        var detail = page.path("detail");
        var body = JSON.createObjectNode()
                .put("version", "4")
                .put("groupKey", key)
                .put("receiver", "pager")
                .put("status", "firing");
        body.set("groupLabels", JSON.createObjectNode());
        body.set("commonLabels", detail.path("labels"));
        body.set("commonAnnotations", detail.path("annotations"));
        var alerts = body.putArray("alerts");
        detail.path("alerts").forEach(alert -> alerts.add(((ObjectNode) alert.deepCopy()).put("status", "firing")));
        var answer = intake.post("/api/v1/alertmanager", Http.JSON, body.toString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** @return the id of Alertmanager's silence */
    String silence(JsonNode page) throws IOException, InterruptedException {
        var answer = api.post(
                "/api/v1/pages/%d/silence".formatted(page.path("number").asLong()),
                Http.JSON,
                "{\"minutes\":60,\"comment\":\"we know\"}");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asString();
    }

    /** By this it is escalated no more. */
    void acknowledge(JsonNode page) throws IOException, InterruptedException {
        api.post("/api/v1/pages/%d/acknowledge".formatted(page.path("number").asLong()), Http.JSON, "");
    }

    /** Starts it as {@link #resume}, without waiting until it is ready. */
    void start() {
        starts++;
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java));
        command.addAll(ImageFlags.of(Path.of("../.."), "pager"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.orderflow.pager.Pager"));
        process = Child.start("pager-" + starts, folder, environment, command);
    }

    private boolean isReady() {
        try {
            return Ports.answers(port) && api.get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String secret(Chart chart, String key) {
        return Objects.requireNonNull(chart.secret().get(key), key);
    }

    @Override
    public void close() {
        process.close();
    }
}
