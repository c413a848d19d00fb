package dev.orderflow.auth;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class KeyController {

    private final Map<String, Object> publicKeys;

    KeyController(JWKSet keys) {
        publicKeys = keys.toPublicJWKSet().toJSONObject();
    }

    /** RFC 7517: by these the other services check tokens. */
    @GetMapping("/.well-known/jwks.json")
    Map<String, Object> keys() {
        return publicKeys;
    }
}
