package dev.orderflow.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.pem.PemContent;

/** The folder of signing keys, read again when the last reading is older than the interval. */
final class KeyFolder {

    private static final Logger log = LoggerFactory.getLogger(KeyFolder.class);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'.'pem'");
    private static final int LEAST_BITS = 2048;

    private final AuthProperties properties;
    private final Clock clock;
    private Map<String, String> files;
    private KeyRing ring;
    private Instant readAt;

    /** @throws IllegalStateException where there is no key, or a file is none; the message names it */
    KeyFolder(AuthProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.files = files();
        this.ring = parse(files);
        this.readAt = clock.instant();
    }

    /** The keys as they are now; as they were, and an error in the log, where the folder cannot be used any more. */
    synchronized KeyRing ring() {
        var now = clock.instant();
        if (!now.isBefore(readAt.plus(properties.keyInterval()))) {
            readAt = now;
            try {
                reread();
            } catch (IllegalStateException e) {
                log.error("the signing keys stay as they were: {}", e.getMessage());
            }
        }
        return ring;
    }

    private void reread() {
        var found = files();
        if (!found.equals(files)) {
            ring = parse(found);
            files = found;
            log.info("signing keys: {}", files.keySet());
        }
    }

    /** Text by name. A Secret's files are links to what a change replaces as a whole. */
    private Map<String, String> files() {
        var texts = new TreeMap<String, String>();
        try (var paths = Files.newDirectoryStream(properties.keys(), "*.pem")) {
            for (var path : paths) {
                texts.put(path.getFileName().toString(), Files.readString(path));
            }
        } catch (IOException e) {
            throw new IllegalStateException("orderflow.auth.keys: " + properties.keys() + " cannot be read: " + e, e);
        }
        if (texts.isEmpty()) {
            throw new IllegalStateException("orderflow.auth.keys: no *.pem in " + properties.keys());
        }
        return texts;
    }

    private KeyRing parse(Map<String, String> texts) {
        var keys = new ArrayList<KeyRing.Key>();
        texts.forEach(
                (name, text) -> keys.add(new KeyRing.Key(made(properties.keys().resolve(name)), key(name, text))));
        return new KeyRing(keys, properties.signsAfter(), properties.tokenLife());
    }

    private static Instant made(Path file) {
        try {
            return LocalDateTime.parse(file.getFileName().toString(), NAME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IllegalStateException(
                    file + ": a key is named by the time it was made, as 20261124T020000Z.pem", e);
        }
    }

    private static RSAKey key(String name, String text) {
        try {
            if (!(PemContent.of(text).getPrivateKey() instanceof RSAPrivateCrtKey key)
                    || key.getModulus().bitLength() < LEAST_BITS) {
                throw new IllegalStateException(name + " is no RSA key of " + LEAST_BITS + " bits or more");
            }
            var publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new RSAKey.Builder(publicKey)
                    .privateKey(key)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint()
                    .build();
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(name + " is no RSA key: " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }
}
