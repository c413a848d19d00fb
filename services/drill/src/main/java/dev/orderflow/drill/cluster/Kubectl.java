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

/** The cluster, by kubectl: its path is in KUBECTL, its context that of {@link LocalCluster}. */
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

    /** Returns each command line that this JVM has run so far, as whoever lists the machine's processes sees it. */
    public static Set<String> commands() {
        return Set.copyOf(RUN);
    }

    /** A command as a person would type it, for a message that names the next one to try. */
    public static String command(String arguments) {
        return "kubectl --context " + CONTEXT + " " + arguments;
    }

    /** @throws IllegalStateException where no cluster answers; the message says what to do */
    public void requireCluster() {
        try {
            run("get", "--raw", "/readyz");
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + "\nThere is no running cluster; try: make cluster-up", e);
        }
    }

    public JsonNode get(String... arguments) {
        var all = new ArrayList<>(List.of("get", "--output=json"));
        all.addAll(List.of(arguments));
        return JSON.readTree(run(all.toArray(String[]::new)));
    }

    /** What stands under a key of a Secret. */
    public String secret(String name, String namespace, String key) {
        var encoded = get("secret", name, "--namespace", namespace)
                .path("data")
                .path(key)
                .asString();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Writes what a pod has said and will say to a file, until it ends. */
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

    /** A program in a pod, which reads what is written to the process; its errors are among its words. */
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

    /** @throws IllegalStateException where it fails; the message holds its words */
    public void create(JsonNode manifest) {
        LocalProgram.run(line("create", "--filename", "-"), manifest.toString());
    }

    /**
     * Puts objects in the place of those of their names. Which they are, and what becomes another, is in no argument.
     *
     * @throws IllegalStateException where it fails; the message holds its words
     */
    public void replace(Collection<JsonNode> objects) {
        var list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").addAll(objects);
        LocalProgram.run(line("replace", "--filename", "-"), list.toString());
    }

    /** @throws IllegalStateException where it fails; the message holds its words */
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
