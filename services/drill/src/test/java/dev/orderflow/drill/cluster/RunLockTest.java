package dev.orderflow.drill.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    @TempDir
    private Path folder;

    @Test
    void aSecondRunIsRefusedUntilTheFirstEnds() throws Exception {
        var file = folder.resolve("a/run.lock");
        var own = Long.toString(ProcessHandle.current().pid());
        try (var _ = RunLock.take(file)) {
            assertThat(file).hasContent(own);
            assertThatThrownBy(() -> RunLock.take(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("(process " + own + ")")
                    .hasMessageContaining("kill " + own);
        }
        try (var _ = RunLock.take(file)) {
            assertThat(file).hasContent(own);
        }
    }

    /** A file that a killed process left is no lock. */
    @Test
    void aFileAloneIsNoLock() throws Exception {
        var file = folder.resolve("run.lock");
        Files.writeString(file, "1234567");
        try (var _ = RunLock.take(file)) {
            assertThat(file).hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }
}
