package dev.orderflow.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jose.jwk.JWK;
import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.parse("2026-11-24T12:00:00Z"));

    @BeforeEach
    void first() throws Exception {
        write("20261124T020000Z.pem", 2048);
    }

    @Test
    void aNewFileIsSeenWithinTheInterval() throws Exception {
        var keys = folder();
        write("20261124T115900Z.pem", 2048);
        clock.advance(INTERVAL.minusMillis(1));
        assertThat(ids(keys)).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(ids(keys)).hasSize(2);
    }

    @Test
    void aRemovedFilesKeyIsGone() throws Exception {
        write("20261124T115900Z.pem", 2048);
        var keys = folder();
        var both = ids(keys);
        Files.delete(folder.resolve("20261124T020000Z.pem"));
        clock.advance(INTERVAL);
        assertThat(both).hasSize(2);
        assertThat(ids(keys)).containsExactly(both.getLast());
    }

    @Test
    void aFolderThatWentBadChangesNothing() throws Exception {
        var keys = folder();
        var before = ids(keys);
        Files.writeString(folder.resolve("20261124T115900Z.pem"), "no key");
        clock.advance(INTERVAL);
        assertThat(ids(keys)).isEqualTo(before);
        Files.delete(folder.resolve("20261124T115900Z.pem"));
        Files.delete(folder.resolve("20261124T020000Z.pem"));
        clock.advance(INTERVAL);
        assertThat(ids(keys)).isEqualTo(before);
    }

    @Test
    void aStartWithABadFileNamesIt() throws Exception {
        Files.writeString(folder.resolve("20261124T030000Z.pem"), "no key");
        assertThatIllegalStateException().isThrownBy(this::folder).withMessageContaining("20261124T030000Z.pem");
        Files.delete(folder.resolve("20261124T030000Z.pem"));
        write("20261124T040000Z.pem", 1024);
        assertThatIllegalStateException().isThrownBy(this::folder).withMessageContaining("2048 bits");
        Files.delete(folder.resolve("20261124T040000Z.pem"));
        write("newest.pem", 2048);
        assertThatIllegalStateException()
                .isThrownBy(this::folder)
                .withMessageContaining("newest.pem")
                .withMessageContaining("named by the time");
    }

    @Test
    void aStartWithoutKeysSaysWhere() throws Exception {
        Files.delete(folder.resolve("20261124T020000Z.pem"));
        assertThatIllegalStateException()
                .isThrownBy(this::folder)
                .withMessageContaining("orderflow.auth.keys")
                .withMessageContaining(folder.toString());
    }

    private KeyFolder folder() {
        return new KeyFolder(properties(), clock);
    }

    private AuthProperties properties() {
        return new AuthProperties(
                folder, INTERVAL, Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofHours(12));
    }

    private List<String> ids(KeyFolder keys) {
        return keys.ring().published(clock.instant()).getKeys().stream()
                .map(JWK::getKeyID)
                .toList();
    }

    private void write(String name, int bits) throws Exception {
        Files.writeString(folder.resolve(name), SigningKey.generate(bits).privatePem());
    }
}
