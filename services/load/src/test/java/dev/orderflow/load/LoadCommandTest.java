package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the program of the load's image: its files, its output, its end by a signal. */
class LoadCommandTest {

    private static final Path FULL = Path.of("/dev/full");

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private LoopbackShop shop;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        shop = new LoopbackShop();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        System.setOut(out);
        System.setErr(err);
        shop.close();
    }

    @Test
    void theOrdersReplaceWhatTheirFileHeld() throws Exception {
        var file = Files.writeString(folder.resolve("orders"), "an earlier load\n".repeat(1000));
        assertThat(load("--orders", file.toString())).as(errors()).isZero();
        var lines = Files.readAllLines(file);
        assertThat(lines).hasSize(4);
        assertThat(lines.getFirst()).startsWith("{\"run\":{").contains("\"shoppers\":[");
        assertThat(lines.subList(1, 4))
                .allSatisfy(
                        line -> assertThat(line).startsWith("{\"order\":{").contains("\"CONFIRMED\"", "\"ACCEPTED\""));
        assertThat(output()).contains("3 arrivals").doesNotContain("{\"");
    }

    @Test
    void theOrdersMayFollowTheReport() {
        assertThat(load("--output", "json", "--orders", "-")).as(errors()).isZero();
        var lines = output().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.getFirst()).startsWith("{\"report\":{");
        assertThat(lines.get(1)).startsWith("{\"run\":{");
    }

    @Test
    void aLoadWhoseOrdersCannotBeWrittenDoesNotBegin() throws Exception {
        var file = folder.resolve("missing").resolve("orders");
        assertThat(load("--orders", file.toString())).isEqualTo(1);
        assertThat(errors()).startsWith("error: the orders cannot be written to " + file);
        assertThat(load("--orders", folder.toString())).isEqualTo(1);
        assertThat(shop.requests).isEmpty();
    }

    @Test
    void anEarlierListStaysUntilThereIsAnother() throws Exception {
        var file = Files.writeString(folder.resolve("orders"), "an earlier load");
        shop.mood(request -> 401);
        assertThat(load("--orders", file.toString())).isEqualTo(1);
        assertThat(file).hasContent("an earlier load");
    }

    @Test
    void aFullDiskIsAFailure() {
        assumeThat(FULL).exists();
        assertThat(load("--orders", FULL.toString())).isEqualTo(1);
        assertThat(errors()).contains("error: not every order was written to " + FULL);
    }

    @Test
    void anOutputThatCannotBeWrittenIsAFailure() {
        System.setOut(new PrintStream(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        }));
        assertThat(load("--orders", "-")).isEqualTo(1);
        assertThat(errors()).contains("error: not everything could be written to the standard output");
    }

    @Test
    void aSignalEndsTheLoginsAtOnce() throws Exception {
        var process = start("--shoppers", "1000", "--login-rate", "0.5");
        try {
            await("a login").atMost(Duration.ofSeconds(60)).until(() -> shop.logins.get() > 0);
            process.destroy();
            // All of them take half an hour.
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("its end").isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSignalEndsALoadWithItsReport() throws Exception {
        var process = start("--mix", "order=1", "--duration", "3600", "--count", "100000");
        try {
            await("an order")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !shop.requests("/api/orders").isEmpty());
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("its end").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(Files.readString(folder.resolve("output"))).contains("the load was stopped after ", "CONFIRMED=");
    }

    private int load(String... arguments) {
        return LoadCommand.commandLine(Map.of("ORDERFLOW_LOAD_PASSWORD", "password"))
                .execute(all(arguments).toArray(String[]::new));
    }

    private Process start(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                LoadCommand.class.getName()));
        command.addAll(all(arguments));
        var builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("output").toFile())
                .redirectErrorStream(true);
        builder.environment().put("ORDERFLOW_LOAD_PASSWORD", "password");
        return builder.start();
    }

    private List<String> all(String... arguments) {
        var all = new ArrayList<>(List.of("--gateway", shop.url().toString()));
        all.addAll(List.of("--mix", "order=1", "--rate", "20", "--count", "3", "--declining", "0"));
        all.addAll(List.of("--products", "100", "--shoppers", "2", "--login-rate", "100", "--follow", "30"));
        Collections.addAll(all, arguments);
        return all;
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }
}
