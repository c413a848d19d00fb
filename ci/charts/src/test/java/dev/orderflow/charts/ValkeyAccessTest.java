package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.Valkey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script and the users that the Valkey pod starts with, on a real Valkey. */
class ValkeyAccessTest {

    private final int port = Ports.free();
    private Child server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        for (var file : RenderedStore.files("valkey").entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        for (var user : RenderedStore.users("valkey")) {
            Files.writeString(folder.resolve(user), user + " \"pass\"");
        }
        var program = Valkey.program();
        server = Child.start(
                "valkey",
                folder,
                Map.of(
                        "PATH",
                        program.getParent() + ":" + System.getenv("PATH"),
                        "START",
                        folder.toString(),
                        "PASSWORDS",
                        folder.toString(),
                        "FOLDER",
                        folder.toString(),
                        "PORT",
                        Integer.toString(port)),
                List.of("sh", "start.sh"));
        server.await(() -> Ports.answers(port));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void eachServiceHasItsOwnKeysAndNoOther() throws Exception {
        assertThat(RenderedStore.users("valkey")).containsExactlyInAnyOrder("default", "monitoring", "auth", "user");
        assertThat(as(
                        "auth",
                        "HSET auth:session:1 user 2",
                        "EVAL \"return {redis.call('HGET', KEYS[1], 'user')}\" 1 auth:session:1"))
                .startsWith(":1")
                .contains("2");
        assertThat(as("user", "SET profile:1 x PX 60000", "GET profile:1")).contains("x");
        for (var attempt : List.of(
                "GET profile:1",
                "SET profile:1 forged",
                "DEL profile:1",
                "EVAL \"return {redis.call('GET', KEYS[1])}\" 1 profile:1",
                "RENAME auth:session:1 profile:1")) {
            assertThat(as("auth", attempt)).as(attempt).contains("NOPERM");
        }
        for (var attempt : List.of("HGETALL auth:session:1", "DEL auth:session:1", "COPY auth:session:1 profile:2")) {
            assertThat(as("user", attempt)).as(attempt).contains("NOPERM");
        }
        for (var user : List.of("auth", "user", "monitoring")) {
            for (var attempt : List.of(
                    "FLUSHALL",
                    "KEYS *",
                    "SCAN 0",
                    "RANDOMKEY",
                    "CONFIG GET requirepass",
                    "ACL LIST",
                    "SHUTDOWN",
                    "MONITOR",
                    "CLIENT KILL TYPE normal",
                    "FUNCTION FLUSH",
                    "SCRIPT FLUSH",
                    "REPLICAOF 127.0.0.1 1",
                    "PUBLISH a b")) {
                assertThat(as(user, attempt)).as("%s: %s", user, attempt).contains("NOPERM");
            }
        }
        assertThat(as("monitoring", "INFO")).contains("valkey_version");
        assertThat(as("monitoring", "GET profile:1")).contains("NOPERM");
        assertThat(as("default", "GET profile:1")).contains("x");
    }

    @Test
    void withoutAPasswordNothingIsAnswered() throws Exception {
        assertThat(send("PING\r\nGET profile:1\r\nQUIT\r\n")).contains("NOAUTH").doesNotContain("+PONG");
        assertThat(send("AUTH auth wrong\r\nQUIT\r\n")).contains("WRONGPASS");
    }

    /** The answers to inline commands after the login. */
    private String as(String user, String... commands) throws IOException {
        var answers = send(
                "AUTH " + user + " \"" + user + " \\\"pass\\\"\"\r\n" + String.join("\r\n", commands) + "\r\nQUIT\r\n");
        assertThat(answers).startsWith("+OK\n");
        return answers.substring(4);
    }

    private String send(String commands) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.join("\n", answers.lines().toList()) + "\n";
        }
    }
}
