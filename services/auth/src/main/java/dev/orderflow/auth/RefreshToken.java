package dev.orderflow.auth;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * A refresh token, with which a client gets its next access token. It is opaque to the client; only hashes of it are
 * stored.
 *
 * @param session the one that it belongs to
 * @param family 128 random bits that every refresh token of the session has, and nobody else knows: a token with them
 *     that is not the current one was once, so it is spent
 * @param secret 256 random bits, new at each refresh
 */
record RefreshToken(UUID session, byte[] family, byte[] secret) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int FAMILY = 16;
    private static final int SECRET = 32;
    private static final int LENGTH = 2 * Long.BYTES + FAMILY + SECRET;

    static RefreshToken first(UUID session) {
        return new RefreshToken(session, random(FAMILY), random(SECRET));
    }

    RefreshToken next() {
        return new RefreshToken(session, family, random(SECRET));
    }

    /** Empty where the text was never one. */
    static Optional<RefreshToken> parse(String text) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != LENGTH) {
                return Optional.empty();
            }
            var token =
                    new RefreshToken(new UUID(bytes.getLong(), bytes.getLong()), new byte[FAMILY], new byte[SECRET]);
            bytes.get(token.family).get(token.secret);
            return Optional.of(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String text() {
        var bytes = ByteBuffer.allocate(LENGTH)
                .putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits())
                .put(family)
                .put(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    String familyHash() {
        return hash(family);
    }

    String secretHash() {
        return hash(secret);
    }

    @Override
    public String toString() {
        return "RefreshToken[session=" + session + ", …]";
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** A fast hash suffices: the input is random, there is nothing to guess. */
    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
