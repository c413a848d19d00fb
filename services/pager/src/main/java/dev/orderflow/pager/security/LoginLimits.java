package dev.orderflow.pager.security;

import dev.orderflow.pager.PagerProperties;
import dev.orderflow.platform.limit.RateLimits;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Limits of failed logins: by name, whoever guesses, and by address, whichever name is guessed. A device that was
 * logged in to the account before has a limit of its own instead, so that other people's failures lock nobody out. A
 * login takes a token of each limit before it is tried, so that concurrent guesses count too, and gets them back unless
 * it fails.
 */
@Component
class LoginLimits {

    /** A name comes from outside, and is kept. */
    private static final int LONGEST_NAME = 64;

    private final RateLimits names;
    private final RateLimits addresses;
    private final RateLimits devices;

    LoginLimits(PagerProperties properties, Clock clock) {
        var login = properties.login();
        names = failures(login.failuresByName(), login, clock);
        addresses = failures(login.failuresByAddress(), login, clock);
        devices = failures(login.failuresByName(), login, clock);
    }

    private static RateLimits failures(int failures, PagerProperties.Login login, Clock clock) {
        return new RateLimits(failures, failures, login.per(), login.remembered(), new Meter(clock));
    }

    /**
     * Takes a token of each; where one has none: how long until it has.
     *
     * @param device that was logged in to the name's account before; null for any other
     */
    Optional<Duration> refused(String name, String address, @Nullable String device) {
        if (device != null) {
            return devices.refused(device);
        }
        var byAddress = addresses.refused(address);
        if (byAddress.isPresent()) {
            return byAddress;
        }
        var byName = names.refused(key(name));
        byName.ifPresent(_ -> addresses.giveBack(address)); // it is not tried
        return byName;
    }

    /** It was no guess. */
    void giveBack(String name, String address, @Nullable String device) {
        if (device != null) {
            devices.giveBack(device);
            return;
        }
        names.giveBack(key(name));
        addresses.giveBack(address);
    }

    /** How many names, addresses and devices are remembered. */
    long size() {
        return names.size() + addresses.size() + devices.size();
    }

    /** Returns the name as accounts have it. */
    static String key(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > LONGEST_NAME ? lower.substring(0, LONGEST_NAME) : lower;
    }

    private record Meter(Clock clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            return Math.multiplyExact(clock.millis(), 1_000_000L);
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
