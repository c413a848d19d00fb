package dev.orderflow.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.orderflow.platform.security.SecurityProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The signing keys at one time: the key that signs, and those that are published. A new key is published at once and
 * signs later, when nobody's copy of the published keys is older than it; the one before stays published until the last
 * token that it signed has ended.
 *
 * <pre>
 * made ─── signsAfter ──► signs ──► the next one signs ─── tokenLife + skew ──► retired
 * └──────────────────────────── published ────────────────────────────────────┘
 * </pre>
 */
final class KeyRing {

    /** @param made when, as its file's name says */
    record Key(Instant made, RSAKey key) {}

    private final List<Key> keys;
    private final Duration signsAfter;
    private final Duration tokenLife;

    /** @throws IllegalArgumentException where there is no key */
    KeyRing(List<Key> keys, Duration signsAfter, Duration tokenLife) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("no key");
        }
        this.keys = keys.stream().sorted(Comparator.comparing(Key::made)).toList();
        this.signsAfter = signsAfter;
        this.tokenLife = tokenLife;
    }

    /** The newest that has been published long enough; the oldest where none has, since nobody can know another. */
    RSAKey signing(Instant now) {
        return keys.reversed().stream()
                .filter(key -> !signsFrom(key).isAfter(now))
                .findFirst()
                .orElse(keys.getFirst())
                .key();
    }

    /** Those by which a token can be good, with their private halves. */
    JWKSet published(Instant now) {
        return new JWKSet(IntStream.range(0, keys.size())
                .filter(i -> i == keys.size() - 1 || !retiredAt(keys.get(i + 1)).isBefore(now))
                .mapToObj(i -> (JWK) keys.get(i).key())
                .toList());
    }

    private Instant signsFrom(Key key) {
        return key.made().plus(signsAfter);
    }

    private Instant retiredAt(Key next) {
        return signsFrom(next).plus(tokenLife).plus(SecurityProperties.SKEW);
    }
}
