package dev.orderflow.pager.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Compares secrets. */
public final class Tokens {

    private Tokens() {}

    /** In a time that does not tell how much of it was right. */
    public static boolean same(String secret, String given) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
