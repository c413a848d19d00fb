package dev.orderflow.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.e2e.local.LocalSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Keys change under running services: nobody's token is refused, but those of a key that was taken away. */
class KeyRotationIT {

    private static LocalSystem system;

    @BeforeAll
    static void start() throws Exception {
        // The defaults' proportions, in seconds for minutes.
        system = LocalSystem.startUntraced(
                Path.of(System.getProperty("user.dir")).resolve("../..").normalize(),
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
    void aRotationRefusesNoTokenAndAKeyTakenAwayRefusesItsOwn() throws Exception {
        var old = loggedIn();
        var oldKey = Tokens.keyId(system.signingKey());
        assertThat(Tokens.keyId(old.token())).isEqualTo(oldKey);
        var next = LocalSystem.keyPair();
        var made = Instant.now();
        system.addSigningKey(next, made);

        var answers = new ArrayList<Integer>();
        var keys = new ArrayList<String>();
        while (Instant.now().isBefore(made.plusSeconds(20))) {
            var shopper = loggedIn();
            keys.add(Tokens.keyId(shopper.token()));
            answers.add(shopper.get("/api/users/me").status());
            answers.add(shopper.get("/api/orders").status());
            answers.add(old.get("/api/users/me").status());
        }
        System.out.printf("%d requests during a rotation, refused: %d%n", answers.size(), answers.stream().filter(status -> status != 200).count());
        assertThat(answers).containsOnly(200);
        assertThat(keys.getFirst()).isEqualTo(oldKey);
        assertThat(keys.getLast()).isEqualTo(Tokens.keyId(next));

        system.removeSigningKeysBefore(made.minusSeconds(1));
        await("the old key's end").atMost(Duration.ofSeconds(10)).until(() -> old.get("/api/users/me").status() == 401);
        // A service that had it in its own copy, too, asked past the gateway.
        var past = new Shopper(system.url("order")).withToken(old.token());
        await("its end in order").atMost(Duration.ofSeconds(10)).until(() -> past.get("/api/orders").status() == 401);
        // Its session goes on: the next token is by the next key.
        old.refresh();
        assertThat(old.get("/api/users/me").status()).isEqualTo(200);
    }

    private static Shopper loggedIn() {
        return Shopper.loggedIn(system.gateway(), "alice@example.com", system.password());
    }
}
