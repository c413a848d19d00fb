package dev.orderflow.drill.cluster;

import dev.orderflow.stores.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs kubectl against the cluster. The environment variable KUBECTL has its path; the context is that of
 * {@link LocalCluster}.
 */
public final class Kubectl {

    static final String CONTEXT = LocalCluster.here().context();

    public static final JsonMapper JSON = new JsonMapper();

    private static final Set<String> RUN = ConcurrentHashMap.newKeySet();

    private final String program;

    public Kubectl() {
        this(System.getenv().getOrDefault("KUBECTL", "kubectl"));
    }

    /** @param program its path, or its name on the PATH */
    public Kubectl(String program) {
        this.program = program;
    }

    /** Returns each command line that this JVM has run so far, as a list of the machine's processes shows it. */
    public static Set<String> commands() {
        return Set.copyOf(RUN);
    }

    /** Formats a command as a person would type it, for a message that names the next command to try. */
    public static String command(String arguments) {
        return "kubectl --context " + CONTEXT + " " + arguments;
    }

    /**
     * Requires that the cluster answers.
     *
     * @throws IllegalStateException if no cluster answers; the message says what to do
     */
    public void requireCluster() {
        try {
            run("get", "--raw", "/readyz");
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\nThere is no running cluster; try: make cluster-up", e);
        }
    }

    /** Runs {@code kubectl get} and parses its JSON. */
    public JsonNode get(String... arguments) {
        var all = new ArrayList<>(List.of("get", "--output=json"));
        all.addAll(List.of(arguments));
        return JSON.readTree(run(all.toArray(String[]::new)));
    }

    /** Reads and decodes the value of a key of a Secret. */
    public String secret(String name, String namespace, String key) {
        var encoded = get("secret", name, "--namespace", namespace)
                .path("data")
                .path(key)
                .asString();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Writes the log of a pod to a file, from its beginning until the pod ends. */
    public Process follow(String pod, String namespace, Path file) {
        try {
            return new ProcessBuilder(line("logs", "--follow", pod, "--namespace", namespace))
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a program in a pod. The process passes its standard input on; its output includes standard error. */
    public Process exec(String pod, String namespace, List<String> command) {
        var all = line("exec", "--stdin", pod, "--namespace", namespace, "--");
        all.addAll(command);
        RUN.add(String.join(" ", all));
        try {
            return new ProcessBuilder(all).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a tunnel to a port of a Service. */
    public Tunnel tunnel(String service, String namespace, int port) {
        return Tunnel.open(line(
                "port-forward", "service/" + service, ":" + port, "--address", "127.0.0.1", "--namespace", namespace));
    }

    /**
     * Reads an object, without its status and its resourceVersion: with the latter, {@link #replace} would fail
     * whenever the status has changed meanwhile. Its name goes through standard input, so that no argument shows it.
     *
     * @throws IllegalStateException if there is no such object
     */
    public ObjectNode read(ObjectName name) {
        var read = JSON.readTree(LocalProgram.run(
                line("get", "--output=json", "--filename", "-"), name.manifest().toString()));
        // For names from standard input, kubectl prints a list even of one object.
        return writable((ObjectNode) (read.has("items") ? read.path("items").path(0) : read));
    }

    /** Removes what makes {@link #replace} depend on the object's status. */
    static ObjectNode writable(ObjectNode object) {
        ((ObjectNode) object.path("metadata")).remove("resourceVersion");
        object.remove("status");
        return object;
    }

    /**
     * Reads all objects of a kind, of the namespace orderflow if the kind has namespaces, in a form that
     * {@link #replace} takes.
     *
     * @param plural the kind's plural name
     */
    public List<ObjectNode> all(String plural, String... options) {
        var arguments = new ArrayList<>(List.of(plural, "--namespace", Deployments.NAMESPACE));
        arguments.addAll(List.of(options));
        return get(arguments.toArray(String[]::new))
                .path("items")
                .valueStream()
                .map(item -> writable((ObjectNode) item))
                .toList();
    }

    /**
     * Creates objects from their manifests.
     *
     * @throws IllegalStateException if it fails; the message holds its words
     */
    public void create(Collection<JsonNode> manifests) {
        LocalProgram.run(line("create", "--filename", "-"), list(manifests));
    }

    /**
     * Deletes objects, and what they own. No-op for those that do not exist.
     *
     * @param waits whether to wait until they are gone
     * @throws IllegalStateException if it fails; the message holds its words
     */
    public void delete(Collection<JsonNode> manifests, boolean waits) {
        LocalProgram.run(
                line("delete", "--ignore-not-found", "--cascade=foreground", "--wait=" + waits, "--filename", "-"),
                list(manifests));
    }

    /** Reports whether one of the objects exists. */
    public boolean isAnyThere(Collection<JsonNode> manifests) {
        // Beside warnings: job.batch/backup, for example.
        return LocalProgram.run(line("get", "--ignore-not-found", "--output=name", "--filename", "-"), list(manifests))
                .lines()
                .anyMatch(line -> line.matches("[a-z.]+/[a-z0-9.-]+"));
    }

    private static String list(Collection<JsonNode> objects) {
        var list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").addAll(objects);
        return list.toString();
    }

    /**
     * Replaces objects by new versions of themselves. The manifests go through standard input, so that no argument
     * shows which objects change, or how.
     *
     * @throws IllegalStateException if it fails; the message holds its words
     */
    public void replace(Collection<JsonNode> objects) {
        LocalProgram.run(line("replace", "--filename", "-"), list(objects));
    }

    /**
     * Runs kubectl and returns its output.
     *
     * @throws IllegalStateException if it fails; the message holds its words
     */
    public String run(String... arguments) {
        return LocalProgram.run(line(arguments));
    }

    private List<String> line(String... arguments) {
        var line = new ArrayList<>(List.of(program, "--context", CONTEXT));
        line.addAll(List.of(arguments));
        RUN.add(String.join(" ", line));
        return line;
    }
}
