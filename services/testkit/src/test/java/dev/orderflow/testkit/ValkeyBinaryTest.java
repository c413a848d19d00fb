package dev.orderflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValkeyBinaryTest {

    @TempDir
    private Path folder;

    /** Checks the file's format and machine by its header: ELF's e_machine, Mach-O's cputype. */
    @ParameterizedTest
    @CsvSource({
        "manylinux_2_28_x86_64,  7f454c46, 18, 3e00",
        "manylinux_2_28_aarch64, 7f454c46, 18, b700",
        "macosx_10_13_x86_64,    cffaedfe, 4,  07000001",
        "macosx_11_0_arm64,      cffaedfe, 4,  0c000001"
    })
    void thePinsHaveAServerForEachPlatform(String platform, String format, int at, String machine) throws Exception {
        var server = folder.resolve("valkey-server");
        try {
            ValkeyBinary.fetch(server, "--only-binary=:all:", "--platform", platform);
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).contains("connection broken")) {
                abort("the package index cannot be reached: " + e.getMessage());
            }
            throw e;
        }
        assertThat(server).isExecutable();
        var header = HexFormat.of().formatHex(Files.readAllBytes(server), 0, 24);
        assertThat(header).startsWith(format);
        assertThat(header.substring(2 * at)).startsWith(machine);
    }
}
