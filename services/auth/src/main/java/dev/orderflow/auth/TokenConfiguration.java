package dev.orderflow.auth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.orderflow.contracts.PasswordHash;
import dev.orderflow.platform.security.SecurityProperties;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Beans that sign and check tokens and passwords: keys, JWT encoder, Argon2. */
@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    /** @throws IllegalStateException where a key would sign before everybody knows it */
    @Bean
    KeyFolder keyFolder(AuthProperties properties, SecurityProperties security, Clock clock) {
        var known = security.keyLife().plus(properties.keyInterval());
        if (properties.signsAfter().compareTo(known) <= 0) {
            throw new IllegalStateException(
                    ("orderflow.auth.signs-after (%s) must be longer than orderflow.security.key-life and "
                                    + "orderflow.auth.key-interval together (%s)")
                            .formatted(properties.signsAfter(), known));
        }
        return new KeyFolder(properties, clock);
    }

    @Bean
    JwtEncoder jwtEncoder(KeyFolder keys, Clock clock) {
        // Of the published keys the encoder would not know which one to take.
        return new NimbusJwtEncoder(
                (selector, context) -> selector.select(new JWKSet(keys.ring().signing(clock.instant()))));
    }

    /** Auth checks tokens by its own keys, without asking itself over the network. */
    @Bean
    JWKSource<SecurityContext> publishedKeys(KeyFolder keys, Clock clock) {
        return (selector, context) -> selector.select(keys.ring().published(clock.instant()));
    }

    /** {@code Passwords} holds how many hashes a pod's heap of 128 MiB has room for at once. */
    @Bean
    PasswordEncoder passwordEncoder() {
        return new Argon2PasswordEncoder(
                PasswordHash.SALT_BYTES,
                PasswordHash.HASH_BYTES,
                PasswordHash.LANES,
                PasswordHash.MEMORY_KIB,
                PasswordHash.PASSES);
    }
}
