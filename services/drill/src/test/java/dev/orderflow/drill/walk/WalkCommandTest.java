package dev.orderflow.drill.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.console.Console;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class WalkCommandTest {

    private static final Stores CLUSTER = new Stores(
            new PrometheusReader(URI.create("http://127.0.0.1:1")),
            Backend.JAEGER.traces(URI.create("http://127.0.0.1:2")),
            Backend.VICTORIALOGS.logs(URI.create("http://127.0.0.1:3")));

    @Test
    void withoutOptionsItReadsTheClustersStores() {
        assertThat(stores()).isEqualTo(CLUSTER);
    }

    @Test
    void anOptionNamesAnotherStore() {
        var stores = stores("--tempo", "http://127.0.0.1:3200");
        assertThat(stores.traces()).hasToString("Tempo at http://127.0.0.1:3200");
        assertThat(stores.prometheus()).isSameAs(CLUSTER.prometheus());
        assertThat(stores.logs()).isSameAs(CLUSTER.logs());
    }

    @Test
    void whoNamesAllStoresNeedsNoCluster() {
        var command = new WalkCommand(() -> {
            throw new IllegalStateException("no cluster");
        });
        new CommandLine(command)
                .parseArgs("--prometheus=http://p:1", "--jaeger=http://j:1", "--victorialogs", "http://v:1");
        var stores = command.stores();
        assertThat(stores.prometheus().address()).hasToString("http://p:1");
        assertThat(stores.traces()).hasToString("Jaeger at http://j:1");
        assertThat(stores.logs()).hasToString("VictoriaLogs at http://v:1");
    }

    @Test
    void aStoreThatDoesNotAnswerIsNamed() {
        assertThat(Console.configure(new CommandLine(new WalkCommand(() -> CLUSTER)))
                        .execute())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "--trce,            Unknown option: '--trce'",
        "--trace,           --trace",
        "--trace ../../x,   '''../../x'' is no trace id: 32 hexadecimal digits, in lower case'",
        "-o yaml,           yaml",
        "--loki x --victorialogs y, mutually exclusive",
        "--trace 161ff20943ada5e57e83df4e5bc190ee --alert A, mutually exclusive",
        "ErrorRateHigh,     ErrorRateHigh"
    })
    void aMistakeIsRefusedWithItsReasonAndTheUsage(String arguments, String reason) {
        var errors = new StringWriter();
        assertThat(Console.configure(new CommandLine(new WalkCommand(() -> CLUSTER)))
                        .setErr(new PrintWriter(errors, true))
                        .execute(arguments.split(" ")))
                .isEqualTo(2);
        assertThat(errors.toString().lines().findFirst().orElse("")).contains(reason);
        assertThat(errors.toString()).contains("Usage: walk ");
    }

    private static Stores stores(String... arguments) {
        var command = new WalkCommand(() -> CLUSTER);
        new CommandLine(command).parseArgs(arguments);
        return command.stores();
    }
}
