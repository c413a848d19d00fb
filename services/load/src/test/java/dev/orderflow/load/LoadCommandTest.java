package dev.orderflow.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the program of the load's image: its files and its output. */
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

    private int load(String... arguments) {
        return LoadCommand.commandLine(Map.of("ORDERFLOW_LOAD_PASSWORD", "password"))
                .execute(all(arguments).toArray(String[]::new));
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
