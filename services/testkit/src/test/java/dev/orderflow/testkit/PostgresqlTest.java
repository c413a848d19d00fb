package dev.orderflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class PostgresqlTest {

    /** The lock file of a server that another user started on this port, and that was killed. */
    @Test
    void aLockFileThatIsLeftKeepsNoServerFromStarting() throws Exception {
        var port = Ports.free();
        var lock = Files.createFile(
                Path.of("/tmp/.s.PGSQL." + port + ".lock"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        try (var postgres = Postgresql.start(EmbeddedPostgres.builder().setPort(port));
                var connection = postgres.getPostgresDatabase().getConnection()) {
            assertThat(connection.isValid(20)).isTrue();
        } finally {
            Files.delete(lock);
        }
    }
}
