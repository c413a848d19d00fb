package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orderflow.testkit.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.XZInputStream;

/**
 * The script that the PostgreSQL pod starts with (helm/orderflow/files/postgresql.sh), on a real PostgreSQL. It logs in
 * as the operating system's user postgres, so the test needs that user (by root or sudo), and psql, which Maven does
 * not have.
 */
class PostgresqlStartTest {

    private Path folder;
    private List<String> asPostgres;
    private int port;

    @BeforeEach
    void unpack() throws Exception {
        asPostgres = switch (System.getProperty("user.name")) {
            case "postgres" -> List.of();
            case "root" -> List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");
            default -> List.of("sudo", "-n", "-u", "postgres");
        };
        assumeTrue(succeeds("true"), "no user postgres that this user can become");
        assumeTrue(succeeds("psql", "--version"), "no psql");
        port = Ports.free();
        // Not JUnit's, which no other user may enter.
        folder = Files.createTempDirectory(Path.of("/tmp"), "postgresql-start");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (var file : RenderedStore.files("postgresql").entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        for (var role : RenderedStore.users("postgresql")) {
            Files.writeString(folder.resolve(role), role + "'s");
        }
        var tar = new ProcessBuilder("tar", "-x", "-C", folder.toString()).start();
        try (var binaries = binaries();
                var to = tar.getOutputStream()) {
            new XZInputStream(binaries).transferTo(to);
        }
        assertThat(tar.waitFor()).isZero();
    }

    @AfterEach
    void remove() throws Exception {
        if (folder != null) {
            // A killed server leaves its socket in /tmp, and the lock file that would keep another user's server from
            // this port.
            run(
                            "sh",
                            "-c",
                            "for file in data/pgdata*/postmaster.pid; do [ ! -e \"$file\" ] || kill -9 \"$(head -n 1 "
                                    + "\"$file\")\"; done; rm -rf data /tmp/.s.PGSQL.\"$1\" /tmp/.s.PGSQL.\"$1\".lock",
                            "sh",
                            String.valueOf(port))
                    .waitFor();
            new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PG_VERSION", "postmaster.pid"})
    void aFirstStartThatIsKilledBeginsAgain(String written) throws Exception {
        var killed = start();
        var test = "test -s data/pgdata/%1$s || test -s data/pgdata.new/%1$s".formatted(written);
        awaiting(written + " is written").until(() -> succeeds("sh", "-c", test));
        var children = killed.descendants().toList();
        // With a container's first process all of it ends, the server that the script started too.
        run(
                        "sh",
                        "-c",
                        "kill -9 \"$1\"; for file in data/pgdata*/postmaster.pid; do [ ! -e \"$file\" ] || kill -9 "
                                + "\"$(head -n 1 \"$file\")\"; done",
                        "sh",
                        pid(killed))
                .waitFor();
        children.forEach(child -> kill("-9", child.pid()));
        killed.waitFor();

        start();
        awaiting("the role monitoring")
                .until(() -> "1".equals(sql("select count(*) from pg_roles where rolname = 'monitoring'")));
    }

    @Test
    void theImagesStopSignalEndsItWhileClientsAreConnected() throws Exception {
        var server = start();
        awaiting("an answer").until(() -> "42".equals(sql("select 42")));
        var client = psql("select pg_sleep(600)");
        awaiting("the client's query")
                .until(() ->
                        "1".equals(sql("select count(*) from pg_stat_activity where query like 'select pg_sleep%'")));
        kill("-INT", Long.parseLong(pid(server)));
        assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).as("a clean shutdown").isZero();
        client.waitFor();
    }

    /** A service that was taken over reads and writes what is its own, and nothing else that there is. */
    @Test
    void eachServiceHasItsOwnSchemaAndNoOther() throws Exception {
        start();
        awaiting("an answer").until(() -> "42".equals(sql("select 42")));
        var services = RenderedStore.users("postgresql").stream()
                .filter(role -> !List.of("orderflow", "monitoring").contains(role))
                .toList();
        assertThat(services).hasSize(6);
        var schemas = sql("select string_agg(nspname, ' ') from pg_namespace where nspowner = 'orderflow'::regrole")
                .split(" ");
        assertThat(schemas).hasSize(6);
        for (var schema : schemas) {
            // As migrate does, after the role was made.
            sql("create table %1$s.thing (id serial, text text); insert into %1$s.thing (text) values ('secret')"
                    .formatted(schema));
        }
        for (var service : services) {
            var own = Arrays.stream(schemas)
                    .filter(schema -> as(
                                    service,
                                    "insert into %s.thing (text) values ('new') returning 'written'".formatted(schema))
                            .equals("written"))
                    .toList();
            assertThat(own).as(service).hasSize(1);
            for (var schema : schemas) {
                var read = as(service, "select count(*) > 0 from %s.thing".formatted(schema));
                if (own.contains(schema)) {
                    assertThat(read).as("%s reads %s", service, schema).isEqualTo("t");
                    assertThat(as(service, "drop table %s.thing".formatted(schema)))
                            .contains("must be owner");
                    assertThat(as(service, "create table %s.other ()".formatted(schema)))
                            .contains("permission denied");
                } else {
                    assertThat(read).as("%s reads %s", service, schema).contains("permission denied");
                }
            }
            assertThat(as(service, "select rolpassword from pg_authid")).contains("permission denied");
            assertThat(as(service, "alter role orderflow password 'mine'")).contains("permission denied");
            assertThat(as(service, "set role orderflow")).contains("permission denied");
            assertThat(as(service, "create temporary table t ()")).contains("permission denied");
            assertThat(as(service, "copy (select 1) to program 'true'")).contains("permission denied");
        }
        assertThat(as("monitoring", "select count(*) from auth.thing")).contains("permission denied");
        assertThat(as("monitoring", "select count(*) > 0 from pg_stat_activity"))
                .isEqualTo("t");
    }

    /** The row, or the error. */
    private String as(String role, String query) {
        try {
            var process = run(
                    "sh",
                    "-c",
                    "psql --no-psqlrc --tuples-only --no-align --quiet --command \"$1\" \"host=127.0.0.1 user=$2 "
                            + "dbname=orderflow password='$2\\'s'\" >answer 2>&1",
                    "sh",
                    query,
                    role);
            process.waitFor();
            return Files.readString(folder.resolve("answer")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start() throws IOException {
        return run("sh", "start.sh");
    }

    /** The script's own process: under sudo, a child of what was started. */
    private String pid(Process script) {
        return String.valueOf(
                asPostgres.contains("sudo")
                        ? script.children().findFirst().orElseThrow().pid()
                        : script.pid());
    }

    private void kill(String signal, long pid) {
        succeeds("kill", signal, String.valueOf(pid));
    }

    private Process psql(String query) throws IOException {
        return run(
                "psql",
                "--no-psqlrc",
                "--tuples-only",
                "--no-align",
                "--command",
                query,
                "host=127.0.0.1 user=orderflow dbname=orderflow password='orderflow\\'s'");
    }

    private String sql(String query) throws Exception {
        var process = psql(query);
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        process.waitFor();
        return output;
    }

    private boolean succeeds(String... command) {
        try {
            return run(command).waitFor() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A command as the user postgres, with the environment that the pod has. */
    private Process run(String... command) throws IOException {
        var all = new ArrayList<>(asPostgres);
        if (folder != null) {
            all.addAll(List.of(
                    "env",
                    "PATH=" + folder.resolve("bin") + ":" + System.getenv("PATH"),
                    "PGDATA=" + folder.resolve("data/pgdata"),
                    "START=" + folder,
                    "PASSWORDS=" + folder,
                    "PGPORT=" + port,
                    "MAX_CONNECTIONS=20",
                    "RESERVED_CONNECTIONS=2"));
        }
        all.addAll(List.of(command));
        var builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        if (!command[0].equals("psql")) {
            builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    /** Short intervals: a start that is to be killed goes on meanwhile. */
    private static ConditionFactory awaiting(String what) {
        return await(what).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    private static InputStream binaries() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        var architecture = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return Objects.requireNonNull(
                PostgresqlStartTest.class.getResourceAsStream("/postgres-%s-%s.txz".formatted(system, architecture)));
    }
}
