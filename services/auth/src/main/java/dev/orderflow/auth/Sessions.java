package dev.orderflow.auth;

import dev.orderflow.contracts.Session;
import dev.orderflow.platform.deadline.Deadline;
import dev.orderflow.platform.error.ApiException;
import dev.orderflow.platform.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Repository;

/** Stores open sessions in Valkey, which expires them, each with the hash of the next refresh token. */
@Repository
class Sessions {

    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private static final RedisScript<Long> BEGIN = RedisScript.of("""
            redis.call('HSET', KEYS[1], 'user', ARGV[1], 'family', ARGV[2], 'refresh', ARGV[3])
            return redis.call('PEXPIRE', KEYS[1], ARGV[4])
            """, Long.class);

    private static final String FOUND = """
            local session = redis.call('HMGET', KEYS[1], 'user', 'family', 'refresh')
            if session[2] ~= ARGV[1] then return 'unknown' end
            """;

    /** Ends the session of a token that is spent. */
    private static final String CURRENT = """
            if session[3] ~= ARGV[2] then redis.call('DEL', KEYS[1]) return 'spent' end
            """;

    private static final RedisScript<String> CHECK =
            RedisScript.of(FOUND + CURRENT + "return session[1]", String.class);

    /**
     * In one step, so that of two clients with the same token one is the second. A client library that lost the
     * connection before the answer sends the same command again: nobody else knows the next token, and so it is no
     * second spending.
     */
    private static final RedisScript<String> SPEND = RedisScript.of(FOUND + """
            if session[3] == ARGV[3] then return session[1] end
            """ + CURRENT + """
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
     * Spends a refresh token, after everything else that can fail: a client whose answer was not made still has a
     * token. A spent one that comes again is in two hands, of which nobody knows which is the thief's: the session ends
     * (RFC 9700, section 4.14.2).
     *
     * @param answer makes the client's answer; empty where the session's user is no more, which ends the session
     * @return empty where there is no such session, or not any more
     * @throws ApiException DOWNSTREAM_TIMEOUT where the deadline has passed, and nobody waits for the answer
     */
    <T> Optional<T> refresh(RefreshToken token, Function<Held, Optional<T>> answer) {
        var next = token.next();
        var user = run(CHECK, token, next);
        if (user.isEmpty()) {
            return Optional.empty();
        }
        var made = answer.apply(new Held(new Session(token.session(), user.get()), next));
        if (made.isEmpty()) {
            end(token.session());
            return Optional.empty();
        }
        var deadline = Deadline.current();
        if (deadline != null && deadline.hasPassed()) {
            throw new ApiException(ErrorCode.DOWNSTREAM_TIMEOUT, "The account was not read in time: try again.");
        }
        return run(SPEND, token, next).flatMap(spent -> made);
    }

    /** The token's user; empty where the token is not the current one. */
    private Optional<UUID> run(RedisScript<String> script, RefreshToken token, RefreshToken next) {
        var user = String.valueOf(valkey.execute(
                script, List.of(key(token.session())), token.familyHash(), token.secretHash(), next.secretHash()));
        return switch (user) {
            case "unknown" -> Optional.empty();
            case "spent" -> {
                log.warn("a spent refresh token came again: session {} is ended", token.session());
                yield Optional.empty();
            }
            default -> Optional.of(UUID.fromString(user));
        };
    }

    void end(UUID id) {
        valkey.delete(key(id));
    }

    private static String key(UUID id) {
        return "auth:session:" + id;
    }
}
