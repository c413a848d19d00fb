package dev.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTest {

    @TempDir
    private Path folder;

    @Test
    void aBeginningThatFailsStopsWhatHasStartedAndNamesTheLogs() throws Exception {
        var output = folder.resolve("output");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LateOrder.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("its end").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "error: the order's whole trace did not arrive within 60 s",
                        "The services' logs are in build/local/*.log.",
                        "closed");
    }

    @Test
    void onlyMakeLocalHasItsFolder() {
        assertThatThrownBy(() -> LocalSystem.start(folder, LocalSystem.Setup.traced("local")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("build/local is the folder of make local");
        assertThat(folder).isEmptyDirectory();
    }

    /** A beginning that has started a part, closed by a hook as the system's are, whose thread has no end. */
    static final class LateOrder {

        static void main(String[] arguments) throws InterruptedException {
            Local.run(() -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("closed")));
                new Thread(() -> {
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        })
                        .start();
                throw new IllegalStateException("the order's whole trace did not arrive within 60 s");
            });
        }
    }
}
