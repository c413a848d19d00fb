package dev.orderflow.drill.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Kubernetes Job that runs the load of an incident, made from the CronJob {@code load}. The Job goes on after this
 * program has ended.
 */
public final class LoadJob {

    private static final String NAME = "load-incident";
    private static final String NAMESPACE = "orderflow";
    /** How long to wait for the first line of the load's log. */
    private static final Duration FIRST_OUTPUT = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);

    /** Logins a second: as many password hashes as two processors compute beside everything else. */
    private static final int LOGINS = 4;

    /** How many times as long as planned the logins may take, on a busy machine. */
    private static final int LONGEST_LOGIN = 4;

    private static final Duration LOGIN_POLL = Duration.ofSeconds(5);

    /** A part of the load's progress line, which it prints every ten seconds from the first arrival on. */
    private static final String ARRIVED = " arrived, ";

    private static final JsonMapper JSON = new JsonMapper();

    private final Kubectl kubectl;

    public LoadJob(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /**
     * Starts the load, in place of an earlier one that still runs. Where a number of shoppers is given, waits until all
     * are logged in, which takes minutes for some hundreds, and the first arrive: a baseline begins then.
     *
     * @param rate arrivals a second
     * @param shoppers how many take turns; null for the load's default. Each logs in first, {@value #LOGINS} a second
     *     where they are given
     * @throws IllegalStateException if they do not log in
     */
    public void start(double rate, long seed, @Nullable Integer shoppers, Duration duration)
            throws InterruptedException {
        stop();
        var template = kubectl.get("cronjob", "load", "--namespace", NAMESPACE)
                .path("spec")
                .path("jobTemplate");
        var job = JSON.createObjectNode().put("apiVersion", "batch/v1").put("kind", "Job");
        job.putObject("metadata")
                .put("name", NAME)
                .put("namespace", NAMESPACE)
                .set("labels", template.path("metadata").path("labels"));
        job.set("spec", template.path("spec"));
        var arguments = ((ObjectNode) job.path("spec")
                        .path("template")
                        .path("spec")
                        .path("containers")
                        .path(0))
                .putArray("args");
        arguments.add("--rate").add(Double.toString(rate)).add("--seed").add(Long.toString(seed));
        if (shoppers != null) {
            arguments.add("--shoppers").add(shoppers.toString());
            arguments.add("--login-rate").add(Integer.toString(LOGINS));
        }
        arguments
                .add("--duration")
                .add(Long.toString(duration.toSeconds()))
                .add("-o")
                .add("json")
                .add("--orders")
                .add("-");
        kubectl.create(List.of(job));
        if (shoppers != null) {
            awaitArrivals(FIRST_OUTPUT.plus(Duration.ofSeconds(LONGEST_LOGIN * shoppers / LOGINS)));
        }
    }

    private void awaitArrivals(Duration timeout) throws InterruptedException {
        var latest = Instant.now().plus(timeout);
        while (!lastWords().contains(ARRIVED)) {
            if (Instant.now().isAfter(latest)) {
                throw new IllegalStateException("the load's shoppers are not logged in within %d s; try: %s"
                        .formatted(
                                timeout.toSeconds(),
                                Kubectl.command("--namespace " + NAMESPACE + " logs job/" + NAME)));
            }
            TimeUnit.MILLISECONDS.sleep(LOGIN_POLL.toMillis());
        }
    }

    /** Returns the load's last lines; empty while its pod has not started. */
    private String lastWords() {
        try {
            return kubectl.run("logs", "job/" + NAME, "--tail=20", "--namespace", NAMESPACE);
        } catch (IllegalStateException e) {
            return "";
        }
    }

    /** Deletes the Job; no-op if there is none. */
    public void stop() {
        kubectl.run("delete", "job", NAME, "--ignore-not-found", "--namespace", NAMESPACE);
    }

    /**
     * Ends the load early: no shopper arrives any more, orders are followed to their end, and the load reports.
     *
     * @param log the file that the load's output is written to
     * @throws IllegalStateException if there is no report
     */
    public JsonNode end(Path log) throws InterruptedException {
        var words = kubectl.follow("job/" + NAME, NAMESPACE, log);
        // Only once its output arrives: deleting removes the Job at once, and its pod after the last line.
        var latest = Instant.now().plus(FIRST_OUTPUT);
        while (!Files.exists(log) || log.toFile().length() == 0) {
            if (!words.isAlive() || Instant.now().isAfter(latest)) {
                words.destroy();
                throw new IllegalStateException("the load has printed nothing within 60 s; try: "
                        + Kubectl.command("--namespace " + NAMESPACE + " logs job/" + NAME));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
        kubectl.run("delete", "job", NAME, "--wait=false", "--namespace", NAMESPACE);
        if (!words.waitFor(6, TimeUnit.MINUTES)) {
            words.destroy();
        }
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("{\"report\""))
                    .findFirst()
                    .map(line -> JSON.readTree(line).path("report"))
                    .orElseThrow(() -> new IllegalStateException("the load made no report; its output is in " + log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
