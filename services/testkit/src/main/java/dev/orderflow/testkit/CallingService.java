package dev.orderflow.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A service that calls the tested one, by a key whose public half the tested service reads from a folder. */
public final class CallingService {

    private static final int LIFE = 60; // seconds

    private final String name;
    private final SigningKey key = SigningKey.generate();

    /**
     * Writes the public key to {@code <name>.crt}.
     *
     * @param certificates the folder of {@code orderflow.identity.certificates}
     */
    public CallingService(String name, Path certificates) {
        this.name = name;
        try {
            Files.writeString(certificates.resolve(name + ".crt"), key.publicPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the header Service-Token of a call to a service. */
    public String tokenFor(String service) {
        return key.token(
                Map.of("iss", name, "aud", service, "exp", Instant.now().getEpochSecond() + LIFE));
    }
}
