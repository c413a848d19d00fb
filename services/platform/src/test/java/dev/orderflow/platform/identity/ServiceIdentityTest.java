package dev.orderflow.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.orderflow.testkit.SigningKey;
import dev.orderflow.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.FileSystemResource;

class ServiceIdentityTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");

    @TempDir
    private Path folder;

    private ServiceIdentity inventory;

    @BeforeEach
    void keys() throws Exception {
        for (var service : List.of("order", "payment", "inventory")) {
            write(service, SigningKey.generate());
        }
        inventory = identity("inventory", NOW, "order");
    }

    @Test
    void aCallerThatMayCallIsKnown() {
        assertThat(inventory.caller(identity("order", NOW).tokenFor("inventory")))
                .contains("order");
    }

    @Test
    void oneThatMayNotCallIsRefused() {
        assertThat(inventory.caller(identity("payment", NOW).tokenFor("inventory")))
                .isEmpty();
    }

    @Test
    void aTokenForAnotherServiceIsRefused() {
        assertThat(inventory.caller(identity("order", NOW).tokenFor("user"))).isEmpty();
    }

    @Test
    void aTokenLastsAMinute() {
        var token = identity("order", NOW).tokenFor("inventory");
        assertThat(identity("inventory", NOW.plus(Duration.ofSeconds(60)), "order")
                        .caller(token))
                .isPresent();
        assertThat(identity("inventory", NOW.plus(Duration.ofSeconds(71)), "order")
                        .caller(token))
                .isEmpty();
    }

    @Test
    void oneWhoTakesAnothersNameIsRefused() throws Exception {
        Files.writeString(folder.resolve("pretender.key"), SigningKey.generate().privatePem());
        var properties = new IdentityProperties(
                new FileSystemResource(folder.resolve("pretender.key")),
                new FileSystemResource(folder + "/"),
                List.of());
        var token = new ServiceIdentity("order", properties, Clock.fixed(NOW, ZoneOffset.UTC)).tokenFor("inventory");
        assertThat(inventory.caller(token)).isEmpty();
    }

    @Test
    void aKeyThatIsRenewedIsUsedAndKnownWithoutARestart() throws Exception {
        var clock = new TestClock();
        var order = identity("order", clock);
        var callee = identity("inventory", clock, "order");
        var before = order.tokenFor("inventory");
        assertThat(callee.caller(before)).isPresent();
        write("order", SigningKey.generate());
        clock.advance(Duration.ofSeconds(31));
        var after = order.tokenFor("inventory");
        assertThat(after).isNotEqualTo(before);
        assertThat(callee.caller(after)).contains("order");
        // What the old key signed is worth nothing any more, however often it comes.
        assertThat(callee.caller(before)).isEmpty();
        // A file that is being written changes nothing.
        Files.writeString(folder.resolve("order.key"), "");
        clock.advance(Duration.ofSeconds(31));
        assertThat(callee.caller(order.tokenFor("inventory"))).contains("order");
    }

    @Test
    void whatIsNoTokenIsRefused() {
        for (var text :
                List.of("", "x", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJvcmRlciIsImF1ZCI6ImludmVudG9yeSJ9.")) {
            assertThat(inventory.caller(text)).as(text).isEmpty();
        }
    }

    @Test
    void withoutAKeyNobodyIsCalledAndNobodyAnswered() {
        var nobody = new ServiceIdentity("inventory", new IdentityProperties(null, null, List.of()), Clock.systemUTC());
        assertThatIllegalStateException()
                .isThrownBy(() -> nobody.tokenFor("user"))
                .withMessageContaining("orderflow.identity.key");
        assertThat(nobody.caller(identity("order", NOW).tokenFor("inventory"))).isEmpty();
    }

    private ServiceIdentity identity(String name, Instant now, String... callers) {
        return identity(name, Clock.fixed(now, ZoneOffset.UTC), callers);
    }

    private ServiceIdentity identity(String name, Clock clock, String... callers) {
        var properties = new IdentityProperties(
                new FileSystemResource(folder.resolve(name + ".key")),
                new FileSystemResource(folder + "/"),
                List.of(callers));
        return new ServiceIdentity(name, properties, clock);
    }

    private void write(String service, SigningKey key) throws IOException {
        Files.writeString(folder.resolve(service + ".key"), key.privatePem());
        Files.writeString(folder.resolve(service + ".crt"), key.publicPem());
    }
}
