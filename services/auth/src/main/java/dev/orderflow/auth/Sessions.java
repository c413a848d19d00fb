package dev.orderflow.auth;

import dev.orderflow.contracts.Session;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Repository;

/**
 * The logins that have not ended, in Valkey, which forgets them by itself; with each the hash of the refresh token that
 * comes next.
 */
@Repository
class Sessions {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private static final RedisScript<Long> BEGIN = RedisScript.of("""
            redis.call('HSET', KEYS[1], 'user', ARGV[1], 'family', ARGV[2], 'refresh', ARGV[3])
            return redis.call('PEXPIRE', KEYS[1], ARGV[4])
            """, Long.class);

    /** In one step, so that of two clients with the same token one is the second. */
    private static final RedisScript<String> REFRESH = RedisScript.of("""
            local session = redis.call('HMGET', KEYS[1], 'user', 'family', 'refresh')
            if session[2] ~= ARGV[1] then return 'unknown' end
            if session[3] ~= ARGV[2] then redis.call('DEL', KEYS[1]) return 'spent' end
            redis.call('HSET', KEYS[1], 'refresh', ARGV[3])
            return session[1]
            """, String.class);

    private final StringRedisTemplate valkey;
    private final AuthProperties properties;

    Sessions(StringRedisTemplate valkey, AuthProperties properties) {
        this.valkey = valkey;
        this.properties = properties;
    }

    /** A session and the refresh token that is good now. */
    record Held(Session session, RefreshToken next) {}

    Held begin(UUID userId) {
        var session = new Session(UUID.randomUUID(), userId);
        var token = RefreshToken.first(session.sessionId());
        valkey.execute(
                BEGIN,
                List.of(key(session.sessionId())),
                userId.toString(),
                token.familyHash(),
                token.secretHash(),
                Long.toString(properties.sessionLife().toMillis()));
        return new Held(session, token);
    }

    Optional<Session> find(UUID id) {
        return Optional.ofNullable(valkey.<String, String>opsForHash().get(key(id), "user"))
                .map(userId -> new Session(id, UUID.fromString(userId)));
    }

    /**
     * Spends a refresh token. A spent one that comes again is in two hands, of which nobody knows which is the thief's:
     * the session ends (RFC 9700, section 4.14.2).
     *
     * @return empty where there is no such session, or not any more
     */
    Optional<Held> refresh(RefreshToken token) {
        var next = token.next();
        var answer = String.valueOf(valkey.execute(
                REFRESH, List.of(key(token.session())), token.familyHash(), token.secretHash(), next.secretHash()));
        return switch (answer) {
            case "unknown" -> Optional.empty();
            case "spent" -> {
                log.warn("a spent refresh token came again: session {} is ended", token.session());
                yield Optional.empty();
            }
            default -> Optional.of(new Held(new Session(token.session(), UUID.fromString(answer)), next));
        };
    }

    void end(UUID id) {
        valkey.delete(key(id));
    }

    private static String key(UUID id) {
        return "auth:session:" + id;
    }
}
