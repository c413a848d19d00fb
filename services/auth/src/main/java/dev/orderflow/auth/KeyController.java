package dev.orderflow.auth;

import java.time.Clock;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Publishes the public signing keys as a JSON Web Key Set. */
@RestController
class KeyController {

    private final KeyFolder keys;
    private final Clock clock;

    KeyController(KeyFolder keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** RFC 7517: by these the other services check tokens. */
    @GetMapping("/.well-known/jwks.json")
    Map<String, Object> keys() {
        return keys.ring().published(clock.instant()).toPublicJWKSet().toJSONObject();
    }
}
