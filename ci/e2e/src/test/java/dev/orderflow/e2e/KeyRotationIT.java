package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.RSAKey;
import dev.orderflow.drill.cluster.ShopperClient;
import dev.orderflow.local.LocalSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that {@code make rotate-keys} changes the keys under running services: only tokens of a removed key are
 * refused. The cluster's Secret is a folder of files, and a program in kubectl's place prints and patches it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyRotationIT {

    private static final Path ROOT =
            Path.of(System.getProperty("user.dir")).resolve("../..").normalize();

    /** So that one account's logins stay below the gateway's limit, 60 a minute, however fast the machine is. */
    private static final Duration PAUSE = Duration.ofMillis(400);

    private static final JsonMapper JSON = new JsonMapper();

    private static final String KUBECTL = """
            #!/bin/sh
            case "$*" in
              version*) echo '{"clientVersion": {"gitVersion": "v%2$s"}}' ;;
              *'get secret auth'*) cat '%1$s/secret.json' ;;
              *'patch secret auth --type merge --patch-file /dev/stdin'*) cat >'%1$s/patch.json' ;;
              *) echo "unexpected: $*" >&2; exit 1 ;;
            esac
            """;

    @TempDir
    private static Path folder;

    private static LocalSystem system;

    @BeforeAll
    static void start() throws Exception {
        // The defaults' proportions, in seconds for minutes.
        system = LocalSystem.startUntraced(
                ROOT,
                Map.of(
                        "ORDERFLOW_SECURITY_KEYLIFE", "5s",
                        "ORDERFLOW_AUTH_KEYINTERVAL", "1s",
                        "ORDERFLOW_AUTH_SIGNSAFTER", "10s"));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    @Order(1)
    void aRotationRefusesNoTokenAndAKeyTakenAwayRefusesItsOwn() throws Exception {
        var old = loggedIn();
        var oldKey = Tokens.keyId(system.signingKey());
        assertThat(Tokens.keyId(old.token())).isEqualTo(oldKey);
        var made = Instant.now();
        var next = rotate();
        assertThat(ids()).as("but the retired one").containsExactly(oldKey, next);

        var answers = new ArrayList<Integer>();
        var keys = new ArrayList<String>();
        while (Instant.now().isBefore(made.plusSeconds(20))) {
            LockSupport.parkNanos(PAUSE.toNanos());
            var shopper = loggedIn();
            keys.add(Tokens.keyId(shopper.token()));
            answers.add(shopper.get("/api/users/me").status());
            answers.add(shopper.get("/api/orders").status());
            answers.add(old.get("/api/users/me").status());
        }
        System.out.printf(
                "%d requests during a rotation, refused: %d%n",
                answers.size(), answers.stream().filter(status -> status != 200).count());
        assertThat(answers).containsOnly(200);
        assertThat(keys.getFirst()).isEqualTo(oldKey);
        assertThat(keys.getLast()).isEqualTo(next);

        system.removeSigningKeysBefore(made.minusSeconds(1));
        await("the old key's end")
                .atMost(Duration.ofSeconds(10))
                .until(() -> old.get("/api/users/me").status() == 401);
        // A service that had it in its own copy, too, asked past the gateway.
        var past = new ShopperClient(system.url("order")).withToken(old.token());
        await("its end in order")
                .atMost(Duration.ofSeconds(10))
                .until(() -> past.get("/api/orders").status() == 401);
        // Its session goes on: the next token is by the next key.
        old.refresh();
        assertThat(old.get("/api/users/me").status()).isEqualTo(200);
    }

    /** Tests the rotation after a leak: the leaked key is refused at once, and the next one signs at once. */
    @Test
    @Order(2)
    void aLeakedKeyAndAllOthersAreGoneAtOnce() throws Exception {
        system.addSigningKey(LocalSystem.keyPair(), Instant.now()); // it does not sign yet, and would by then
        var shopper = loggedIn();
        var leaked = Tokens.keyId(shopper.token());
        assertThat(ids()).hasSize(2).contains(leaked);

        var next = rotate("LEAKED=yes");
        assertThat(ids()).containsExactly(next).doesNotContain(leaked);
        await("the leaked key's end")
                .atMost(Duration.ofSeconds(10))
                .until(() -> shopper.get("/api/users/me").status() == 401);
        var past = new ShopperClient(system.url("order")).withToken(shopper.token());
        await("its end in order")
                .atMost(Duration.ofSeconds(10))
                .until(() -> past.get("/api/orders").status() == 401);
        shopper.refresh();
        assertThat(Tokens.keyId(shopper.token())).isEqualTo(next);
        // Each service that the request passes learns the key with its next copy of the keys.
        await("the next key's beginning in gateway and user")
                .atMost(Duration.ofSeconds(10))
                .until(() -> shopper.get("/api/users/me").status() == 200);
        assertThat(Tokens.keyId(loggedIn().token())).isEqualTo(next);
    }

    /**
     * Runs {@code make rotate-keys}, and has the Secret's files changed as the kubelet would. Returns the new key's id.
     */
    private static String rotate(String... variables) throws Exception {
        var before = ids();
        Files.writeString(folder.resolve("secret.json"), secret());
        Files.deleteIfExists(folder.resolve("patch.json"));
        var programs = Files.createDirectories(folder.resolve("bin"));
        var kubectl = Files.writeString(programs.resolve("kubectl"), KUBECTL.formatted(folder, version()));
        Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwxr-xr-x"));
        var command = new ArrayList<>(List.of("make", "rotate-keys"));
        command.addAll(List.of(variables));
        var builder = new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
        builder.environment().merge("PATH", programs + ":", (path, first) -> first + path);
        var process = builder.start();
        process.getOutputStream().close();
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(words).isZero();
        assertThat(words).doesNotContain("PRIVATE KEY");
        // First what is new: in a Secret, all changes at once.
        for (var key : JSON.readTree(folder.resolve("patch.json").toFile()).path("data").properties().stream()
                .sorted((one, other) -> Boolean.compare(
                        one.getValue().isNull(), other.getValue().isNull()))
                .toList()) {
            var file = system.signingKeys().resolve(key.getKey());
            if (key.getValue().isNull()) {
                Files.delete(file);
            } else {
                Files.write(file, Base64.getDecoder().decode(key.getValue().asString()));
            }
        }
        var made = new ArrayList<>(ids());
        made.removeAll(before);
        assertThat(made).hasSize(1);
        return made.getFirst();
    }

    private static String secret() throws IOException {
        var secret = JSON.createObjectNode();
        var data = secret.putObject("data");
        try (var files = Files.list(system.signingKeys())) {
            for (var file : files.toList()) {
                data.put(file.getFileName().toString(), Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
        }
        return secret.toString();
    }

    /** Returns the version of kubectl that ci/tool accepts from the PATH. */
    private static String version() throws IOException {
        return Files.readString(ROOT.resolve("ci/go.mod"))
                .replaceFirst("(?s).*\\sk8s\\.io/kubernetes v([0-9.]+).*", "$1");
    }

    /** The keys that auth has files of, by their ages. */
    private static List<String> ids() throws Exception {
        var ids = new ArrayList<String>();
        try (var files = Files.list(system.signingKeys())) {
            for (var file : files.sorted().toList()) {
                var text = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
                var factory = KeyFactory.getInstance("RSA");
                var key = (RSAPrivateCrtKey) factory.generatePrivate(
                        new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
                var known = (RSAPublicKey)
                        factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
                ids.add(new RSAKey.Builder(known).keyIDFromThumbprint().build().getKeyID());
            }
        }
        return ids;
    }

    private static ShopperClient loggedIn() {
        return ShopperClient.loggedIn(system.gateway(), "alice@example.com", system.password());
    }
}
