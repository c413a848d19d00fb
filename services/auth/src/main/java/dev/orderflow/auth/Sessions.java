package dev.orderflow.auth;

import dev.orderflow.contracts.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Repository;

/** The logins that have not ended, in Valkey, which forgets them by itself. */
@Repository
class Sessions {

    private final StringRedisTemplate valkey;

    Sessions(StringRedisTemplate valkey) {
        this.valkey = valkey;
    }

    Session begin(UUID userId, Duration life) {
        var session = new Session(UUID.randomUUID(), userId);
        valkey.opsForValue().set(key(session.sessionId()), userId.toString(), life);
        return session;
    }

    Optional<Session> find(UUID id) {
        return Optional.ofNullable(valkey.opsForValue().get(key(id))).map(userId -> new Session(id, UUID.fromString(userId)));
    }

    private static String key(UUID id) {
        return "session:" + id;
    }
}
