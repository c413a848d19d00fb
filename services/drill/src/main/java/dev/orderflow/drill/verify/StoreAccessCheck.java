package dev.orderflow.drill.verify;

import static dev.orderflow.drill.cluster.Checks.require;

import dev.orderflow.drill.cluster.Checks;
import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Logs in to each store with each service's own credentials, and checks that they reach the service's own data and
 * nothing else, as the values of the release say. Writes nothing. Skips stores outside the cluster.
 */
final class StoreAccessCheck implements AutoCloseable {

    /** Tries to read one row of each table and to delete none, and prints the schemas that allow it. */
    private static final String TRY_TABLES = """
            do $$
            declare t record;
            begin
              for t in select n.nspname s, c.relname r from pg_class c join pg_namespace n on n.oid = c.relnamespace
                  where n.nspowner = 'orderflow'::regrole and c.relkind in ('r', 'p') and c.relname <> 'flyway_schema_history' loop
                begin execute format('select 1 from %I.%I limit 1', t.s, t.r); raise notice 'reaches % to read', t.s;
                exception when insufficient_privilege then null; end;
                begin execute format('delete from %I.%I where false', t.s, t.r); raise notice 'reaches % to write', t.s;
                exception when insufficient_privilege then null; end;
              end loop;
            end $$
            """;

    /** Reads the password from standard input, so that no list of processes shows it. */
    private static final String PSQL =
            "IFS= read -r PGPASSWORD; export PGPASSWORD; exec psql --host=127.0.0.1 --username=\"$1\" "
                    + "--dbname=orderflow --no-psqlrc --quiet --command=\"$2\"";

    private static final String VALKEY =
            "IFS= read -r REDISCLI_AUTH; export REDISCLI_AUTH; user=$1; shift; exec valkey-cli --no-auth-warning "
                    + "--user \"$user\" \"$@\"";

    private static final String JOB = "verify-kafka-access";

    private final Cluster cluster;
    private final JsonNode values;

    StoreAccessCheck(Cluster cluster) {
        this.cluster = cluster;
        this.values = cluster.values("orderflow");
    }

    String ownSchemasOnly() {
        requireOurs("postgresql");
        var found = new TreeMap<String, TreeSet<String>>();
        var wanted = new TreeMap<String, TreeSet<String>>();
        for (var service : users("postgresql")) {
            var schema = values.path("services").path(service).path("schema").asString(service);
            wanted.put(service, new TreeSet<>(List.of(schema + " to read", schema + " to write")));
            found.put(
                    service,
                    exec("postgresql", service, PSQL, service, TRY_TABLES)
                            .lines()
                            .filter(line -> line.contains("reaches "))
                            .map(line -> line.substring(line.indexOf("reaches ") + "reaches ".length()))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        require(found.equals(wanted), "reached: " + found + ", and not as the values have it: " + wanted);
        return found.size() + " roles";
    }

    String ownKeysOnly() {
        requireOurs("valkey");
        var services = users("valkey");
        for (var service : services) {
            for (var other : services) {
                var key = values.path("services")
                        .path(other)
                        .path("keys")
                        .asString(other + ":*")
                        .replace("*", "verify");
                var answer =
                        exec("valkey", service, VALKEY, service, "EXISTS", key).strip();
                require(
                        service.equals(other) ? answer.equals("0") : answer.contains("NOPERM"),
                        "%s asks for %s: %s".formatted(service, key, answer));
            }
            for (var command : List.of("KEYS *", "FLUSHALL", "CONFIG GET *", "ACL LIST")) {
                var answer = exec(
                        "valkey",
                        service,
                        VALKEY,
                        Stream.concat(Stream.of(service), Stream.of(command.split(" ")))
                                .toArray(String[]::new));
                require(answer.contains("NOPERM"), "%s may %s: %s".formatted(service, command, answer.strip()));
            }
        }
        return services.size() + " users";
    }

    String ownTopicsOnly() {
        requireOurs("kafka");
        var services = users("kafka");
        var template = cluster.kubectl()
                .get("cronjob", "replay-dead-letters", "--namespace", Cluster.NAMESPACE)
                .path("spec")
                .path("jobTemplate")
                .path("spec")
                .path("template");
        cluster.kubectl()
                .run(
                        "delete",
                        "job",
                        JOB,
                        "--namespace",
                        Cluster.NAMESPACE,
                        "--ignore-not-found",
                        "--cascade=foreground");
        cluster.kubectl().create(List.of(job(template, services)));
        try {
            cluster.kubectl()
                    .run(
                            "wait",
                            "job",
                            JOB,
                            "--namespace",
                            Cluster.NAMESPACE,
                            "--for=condition=Complete",
                            "--timeout=80s");
            var found = new TreeMap<String, TreeSet<String>>();
            var wanted = new TreeMap<String, TreeSet<String>>();
            for (var service : services) {
                found.put(
                        service,
                        cluster.kubectl()
                                .run("logs", "job/" + JOB, "--container", service, "--namespace", Cluster.NAMESPACE)
                                .lines()
                                .flatMap(StoreAccessCheck::uses)
                                .collect(Collectors.toCollection(TreeSet::new)));
                wanted.put(service, uses(values.path("services").path(service)));
            }
            require(found.equals(wanted), "permitted: " + found + ", and not as the values have it: " + wanted);
            return found.size() + " users: " + found;
        } finally {
            close();
        }
    }

    private static TreeSet<String> uses(JsonNode service) {
        var uses = new TreeSet<String>();
        service.path("produces").valueStream().forEach(topic -> uses.add("WRITE " + topic.asString()));
        service.path("consumes").valueStream().forEach(topic -> {
            uses.add("READ " + topic.asString());
            uses.add("WRITE " + topic.asString() + ".dead");
        });
        return uses;
    }

    /** Parses a line as "topic: READ, DESCRIBE"; returns the operations that touch records. */
    private static Stream<String> uses(String line) {
        var colon = line.indexOf(": ");
        return colon < 0
                ? Stream.of()
                : Stream.of(line.substring(colon + 2).split(", "))
                        .filter(List.of("READ", "WRITE", "DELETE")::contains)
                        .map(operation -> operation + " " + line.substring(0, colon));
    }

    /** Makes a Job with a container for each service: the template's, with the service's own credentials. */
    private static JsonNode job(JsonNode template, List<String> services) {
        var job = Kubectl.JSON.createObjectNode().put("apiVersion", "batch/v1").put("kind", "Job");
        job.putObject("metadata").put("name", JOB).put("namespace", Cluster.NAMESPACE);
        var spec = job.putObject("spec")
                .put("backoffLimit", 0)
                .put("activeDeadlineSeconds", 120)
                .put("ttlSecondsAfterFinished", 300);
        var pod = (ObjectNode) template.deepCopy();
        spec.set("template", pod);
        var model = pod.path("spec").path("containers").path(0).toString();
        var containers = ((ObjectNode) pod.path("spec")).putArray("containers");
        for (var service : services) {
            var container = (ObjectNode) Kubectl.JSON.readTree(model.replace("replay-dead-letters", service));
            container.put("name", service).putArray("args").add("access");
            containers.add(container);
        }
        return job;
    }

    private List<String> users(String store) {
        return values.path("services")
                .propertyStream()
                .filter(service -> service.getValue()
                        .path("needs")
                        .valueStream()
                        .anyMatch(need -> need.asString().equals(store)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private void requireOurs(String store) {
        if (!values.path(store).path("external").asString("").isEmpty()) {
            throw new Checks.Skipped(store + " is outside the cluster: whose data its users reach is not tried");
        }
    }

    private String exec(String store, String service, String script, String... arguments) {
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        try {
            var process = cluster.kubectl().exec(store + "-0", Cluster.NAMESPACE, command);
            try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
                input.write(
                        cluster.kubectl().secret("stores-" + service, Cluster.NAMESPACE, store + "-password") + "\n");
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes the Job, including that of an interrupted run. */
    @Override
    public void close() {
        cluster.kubectl()
                .run("delete", "job", JOB, "--namespace", Cluster.NAMESPACE, "--ignore-not-found", "--wait=false");
    }
}
