package dev.orderflow.e2e.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cluster, by kubectl: its path and context are in KUBECTL and KUBECONTEXT. */
final class Kubectl {

    private static final JsonMapper JSON = new JsonMapper();

    private final String program = System.getenv().getOrDefault("KUBECTL", "kubectl");
    private final String context = System.getenv().getOrDefault("KUBECONTEXT", "kind-orderflow");

    JsonNode get(String... arguments) {
        var all = new ArrayList<>(List.of("get", "--output=json"));
        all.addAll(List.of(arguments));
        return JSON.readTree(run(all.toArray(String[]::new)));
    }

    /** @throws IllegalStateException where it fails; the message holds its words */
    String run(String... arguments) {
        var command = new ArrayList<>(List.of(program, "--context", context));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var words = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + words.strip());
            }
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
