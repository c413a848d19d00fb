package dev.orderflow.pager.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Compares secrets in constant time. */
public final class Tokens {

    private Tokens() {}

    /** Compares in constant time, so that the time does not reveal how much of a token was right. */
    public static boolean same(String secret, String given) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
