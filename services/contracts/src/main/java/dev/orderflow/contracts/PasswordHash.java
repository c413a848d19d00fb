package dev.orderflow.contracts;

/**
 * Parameters of password hashes: Argon2id with 19 MiB, 2 passes and 1 lane, the second of OWASP's equivalent choices
 * (Password Storage Cheat Sheet). The job that seeds accounts uses the same: otherwise the time that a login takes
 * would show which accounts exist.
 */
public final class PasswordHash {

    public static final int SALT_BYTES = 16;
    public static final int HASH_BYTES = 32;
    public static final int LANES = 1;
    public static final int MEMORY_KIB = 19 * 1024;
    public static final int PASSES = 2;

    private PasswordHash() {}
}
