package dev.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTest {

    @TempDir
    private Path folder;

    @Test
    void onlyMakeLocalHasItsFolder() {
        assertThatThrownBy(() -> LocalSystem.start(folder, LocalSystem.Setup.traced("local")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("build/local is the folder of make local");
        assertThat(folder).isEmptyDirectory();
    }
}
