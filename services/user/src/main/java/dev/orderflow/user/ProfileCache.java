package dev.orderflow.user;

import dev.orderflow.contracts.Profile;
import dev.orderflow.platform.json.TolerantJson;
import dev.orderflow.platform.telemetry.RequestAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Caches profiles in Valkey for a minute; while Valkey is away they are read from the database. */
@Component
class ProfileCache {

    private static final Logger log = LoggerFactory.getLogger(ProfileCache.class);
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final StringRedisTemplate valkey;
    private final JsonMapper json;

    ProfileCache(StringRedisTemplate valkey, JsonMapper json) {
        this.valkey = valkey;
        this.json = TolerantJson.of(json);
    }

    Optional<Profile> get(UUID id, Supplier<Optional<Profile>> source) {
        var key = "profile:" + id;
        var cached = read(key);
        RequestAttributes.PROFILE_CACHED.set(cached.isPresent());
        if (cached.isPresent()) {
            return cached;
        }
        var profile = source.get();
        profile.ifPresent(found -> write(key, found));
        return profile;
    }

    private Optional<Profile> read(String key) {
        try {
            return Optional.ofNullable(valkey.opsForValue().get(key)).flatMap(this::parse);
        } catch (DataAccessException e) {
            log.warn("profile cache: away ({})", e.getMessage());
            return Optional.empty();
        }
    }

    /** Empty, as if it were not there, for what another version wrote in a way that this one cannot read. */
    private Optional<Profile> parse(String text) {
        try {
            return Optional.ofNullable(json.readValue(text, Profile.class)).filter(TolerantJson::isComplete);
        } catch (JacksonException e) {
            log.warn("profile cache: what is there is no profile ({})", e.getOriginalMessage());
            return Optional.empty();
        }
    }

    private void write(String key, Profile profile) {
        try {
            valkey.opsForValue().set(key, json.writeValueAsString(profile), LIFE);
        } catch (DataAccessException e) {
            log.warn("profile cache: not written ({})", e.getMessage());
        }
    }
}
