package dev.orderflow.platform.limit;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseCookie;

/**
 * Recognises a device that logged in to an account before (OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies"). Such a cookie gives nothing but limits of its own: whoever guesses passwords without it, from whatever
 * address, uses up nothing of its owner's.
 */
public final class DeviceCookies {

    /** How long a device is known after its last login. */
    public static final Duration LIFE = Duration.ofDays(90);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String name;
    private final String path;
    private final SecretKeySpec key;
    private final Clock clock;

    /**
     * A device and the account that it logged in to.
     *
     * @param id random, new at each login
     * @param account a keyed hash of the account's name
     */
    public record Device(String id, String account) {}

    /**
     * @param name of the cookie; browsers send those of one host to all its ports
     * @param path the cookie is sent to the paths below it
     * @param secret the same in all pods that are to know the device; null for cookies that only this process knows
     */
    public DeviceCookies(String name, String path, @Nullable Resource secret, Clock clock) {
        this.name = name;
        this.path = path;
        this.key = key(secret);
        this.clock = clock;
    }

    private String account(String account) {
        return mac("account " + account);
    }

    /** Returns a new cookie for the device that has just logged in to the account. */
    public ResponseCookie issue(String account, boolean secure) {
        var content = UUID.randomUUID() + "." + account(account) + "."
                + clock.instant().plus(LIFE).getEpochSecond();
        return ResponseCookie.from(name, content + "." + mac(content))
                .path(path)
                .maxAge(LIFE)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .build();
    }

    /** Returns the device; empty where the request has no cookie that was issued with this secret and still lasts. */
    public Optional<Device> read(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .flatMap(this::parse)
                        .findFirst();
    }

    /** Returns the device where it has logged in to this account before. */
    public Optional<Device> read(HttpServletRequest request, String account) {
        return read(request).filter(device -> equal(device.account(), account(account)));
    }

    private Stream<Device> parse(String text) {
        var end = text.lastIndexOf('.');
        if (end < 0 || !equal(text.substring(end + 1), mac(text.substring(0, end)))) {
            return Stream.empty();
        }
        // What has our signature has our form.
        var parts = text.split("\\.");
        return clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[2])))
                ? Stream.of(new Device(parts[0], parts[1]))
                : Stream.empty();
    }

    private static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private String mac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SecretKeySpec key(@Nullable Resource secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("orderflow device cookies".getBytes(StandardCharsets.UTF_8));
            if (secret == null) {
                var random = new byte[32];
                new SecureRandom().nextBytes(random);
                digest.update(random);
            } else {
                digest.update(secret.getContentAsByteArray());
            }
            return new SecretKeySpec(digest.digest(), "HmacSHA256");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the key of device cookies cannot be made of " + secret + ": " + e.getMessage(), e);
        }
    }
}
