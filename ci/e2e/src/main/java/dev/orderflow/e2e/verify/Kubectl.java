package dev.orderflow.e2e.verify;

import dev.orderflow.walk.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cluster, by kubectl: its path is in KUBECTL, its context that of {@link LocalCluster}. */
public final class Kubectl {

    static final String CONTEXT = LocalCluster.here().context();

    static final JsonMapper JSON = new JsonMapper();

    private final String program = System.getenv().getOrDefault("KUBECTL", "kubectl");

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
        var encoded = get("secret", name, "--namespace", namespace).path("data").path(key).asString();
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    /** Writes what a pod has said and will say to a file, until it ends. */
    public Process follow(String pod, String namespace, Path file) {
        try {
            return new ProcessBuilder(program, "--context", CONTEXT, "logs", "--follow", pod, "--namespace", namespace)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program in a pod, which reads what is written to the process; its errors are among its words. */
    public Process exec(String pod, String namespace, List<String> command) {
        var all = new ArrayList<>(List.of(program, "--context", CONTEXT, "exec", "--stdin", pod, "--namespace", namespace, "--"));
        all.addAll(command);
        try {
            return new ProcessBuilder(all).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalStateException where it fails; the message holds its words */
    public void create(JsonNode manifest) {
        Command.run(List.of(program, "--context", CONTEXT, "create", "--filename", "-"), manifest.toString());
    }

    /** @throws IllegalStateException where it fails; the message holds its words */
    public String run(String... arguments) {
        var command = new ArrayList<>(List.of(program, "--context", CONTEXT));
        command.addAll(List.of(arguments));
        return Command.run(command);
    }
}
