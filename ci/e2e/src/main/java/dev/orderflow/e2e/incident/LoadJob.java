package dev.orderflow.e2e.incident;

import dev.orderflow.e2e.verify.Kubectl;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The incident's shoppers: a Job of the CronJob {@code load} that goes on when this program has ended. */
final class LoadJob {

    private static final String NAME = "load-incident";
    private static final String NAMESPACE = "orderflow";
    private static final JsonMapper JSON = new JsonMapper();

    private final Kubectl kubectl;

    LoadJob(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** In place of the one from before, if it still runs. */
    void start(IncidentFile.Incident.Load load, Duration duration) {
        stop();
        var template = kubectl.get("cronjob", "load", "--namespace", NAMESPACE).path("spec").path("jobTemplate");
        var job = JSON.createObjectNode().put("apiVersion", "batch/v1").put("kind", "Job");
        job.putObject("metadata").put("name", NAME).put("namespace", NAMESPACE).set("labels", template.path("metadata").path("labels"));
        job.set("spec", template.path("spec"));
        var arguments = ((ObjectNode) job.path("spec").path("template").path("spec").path("containers").path(0)).putArray("args");
        arguments.add("--rate").add(Double.toString(load.rate())).add("--seed").add(Long.toString(load.seed()));
        arguments.add("--duration").add(Long.toString(duration.toSeconds())).add("-o").add("json").add("--orders").add("-");
        kubectl.create(job);
    }

    void stop() {
        kubectl.run("delete", "job", NAME, "--ignore-not-found", "--namespace", NAMESPACE);
    }

    /** Its last line of progress; empty before its first. */
    String progress() {
        return kubectl.run("logs", "job/" + NAME, "--tail=1", "--namespace", NAMESPACE).strip();
    }

    boolean runs() {
        var jobs = kubectl.get("jobs", "--namespace", NAMESPACE, "--field-selector", "metadata.name=" + NAME).path("items");
        return jobs.valueStream().anyMatch(job -> job.path("status").path("active").asInt(0) > 0);
    }

    String log() {
        return kubectl.run("logs", "job/" + NAME, "--namespace", NAMESPACE);
    }

    /** What it says at its end; empty before. */
    Optional<JsonNode> report() {
        return log().lines()
                .filter(line -> line.startsWith("{\"report\""))
                .findFirst()
                .map(line -> JSON.readTree(line).path("report"));
    }
}
