package dev.orderflow.gateway;

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
 * Knows a device again that logged in to an account before (OWASP, "Slow Down Online Guessing Attacks with Device
 * Cookies"). Such a cookie is worth nothing but limits of its own: whoever guesses passwords without it, from whatever
 * address, uses up nothing of its owner's.
 */
final class DeviceCookies {

    static final String NAME = "orderflow_device";

    /** How long a device is known after its last login. */
    static final Duration LIFE = Duration.ofDays(90);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final Clock clock;

    /**
     * A device and the account that it logged in to.
     *
     * @param id random, new at each login
     * @param account a keyed hash of the e-mail address
     */
    record Device(String id, String account) {}

    /** @param secret the same in all pods of the gateway; null for cookies that only this process knows */
    DeviceCookies(@Nullable Resource secret, Clock clock) {
        this.key = key(secret);
        this.clock = clock;
    }

    /** The keyed hash by which an account is known here, in whatever case its e-mail address is written. */
    String account(String email) {
        return mac("account " + email);
    }

    /** A new cookie for the device that has just logged in. */
    ResponseCookie issue(String email, boolean secure) {
        var content = UUID.randomUUID() + "." + account(email) + "." + clock.instant().plus(LIFE).getEpochSecond();
        return ResponseCookie.from(NAME, content + "." + mac(content))
                .path("/api")
                .maxAge(LIFE)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .build();
    }

    /** Empty where there is none that this gateway has issued and that still lasts. */
    Optional<Device> read(HttpServletRequest request) {
        var cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(NAME))
                        .map(Cookie::getValue)
                        .flatMap(this::parse)
                        .findFirst();
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
            throw new IllegalStateException("the key of device cookies cannot be made of " + secret + ": " + e.getMessage(), e);
        }
    }
}
