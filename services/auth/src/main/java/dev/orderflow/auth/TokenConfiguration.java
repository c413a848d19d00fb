package dev.orderflow.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

@Configuration(proxyBeanMethods = false)
class TokenConfiguration {

    @Bean
    JWKSet keys(AuthProperties properties) throws IOException, GeneralSecurityException, JOSEException {
        try (var pem = properties.signingKey().getInputStream()) {
            if (!(PemContent.load(pem).getPrivateKey() instanceof RSAPrivateCrtKey key)) {
                throw new IllegalStateException("orderflow.auth.signing-key: " + properties.signingKey() + " is no RSA key");
            }
            var publicKey = (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new JWKSet(new RSAKey.Builder(publicKey)
                    .privateKey(key)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint()
                    .build());
        }
    }

    @Bean
    JwtEncoder jwtEncoder(JWKSet keys) {
        return new NimbusJwtEncoder(new ImmutableJWKSet<>(keys));
    }

    /** Auth checks tokens by its own key, without asking itself over the network. */
    @Bean
    JwtDecoder jwtDecoder(JWKSet keys) throws JOSEException {
        return NimbusJwtDecoder.withPublicKey(keys.getKeys().getFirst().toRSAKey().toRSAPublicKey())
                .build();
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
