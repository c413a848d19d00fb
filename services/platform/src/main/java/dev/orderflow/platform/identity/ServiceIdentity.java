package dev.orderflow.platform.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;

/**
 * Authenticates calls between services: a call carries, in the header {@value #HEADER}, a JWT that the caller has
 * signed with its own key for the one service that is called. A token lasts a minute; the check asks nobody, so that no
 * other service need be up.
 */
public final class ServiceIdentity {

    private static final Logger log = LoggerFactory.getLogger(ServiceIdentity.class);

    public static final String HEADER = "Service-Token";

    private static final Duration LIFE = Duration.ofMinutes(1);

    /** How far two clocks may be apart. */
    private static final Duration SKEW = Duration.ofSeconds(10);

    /** How often, at most, made-up signatures have a certificate read again. */
    private static final Duration REREAD = Duration.ofSeconds(10);

    private final String name;
    private final IdentityProperties properties;
    private final Clock clock;
    private volatile @Nullable RSASSASigner signer;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, Verifier> verifiers = new ConcurrentHashMap<>();

    private record Verifier(RSASSAVerifier verifier, Instant read) {}

    private record Token(String text, Instant until) {}

    /** @throws IllegalStateException where the key cannot be read */
    ServiceIdentity(String name, IdentityProperties properties, Clock clock) {
        this.name = name;
        this.properties = properties;
        this.clock = clock;
        this.signer = signer(properties.key());
    }

    private static @Nullable RSASSASigner signer(@Nullable Resource key) {
        if (key == null) {
            log.warn("orderflow.identity.key is not set: this service can call no other, and answers none");
            return null;
        }
        try (var pem = key.getInputStream()) {
            return new RSASSASigner(PemContent.load(pem).getPrivateKey());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("orderflow.identity.key: " + key + " is no RSA key: " + e.getMessage(), e);
        }
    }

    /**
     * A token for calls to a service.
     *
     * @throws IllegalStateException where this service has no key
     */
    public String tokenFor(String service) {
        return tokens.compute(
                        service,
                        (audience, last) ->
                                last != null && clock.instant().isBefore(last.until()) ? last : sign(audience))
                .text();
    }

    private Token sign(String audience) {
        if (signer == null) {
            throw new IllegalStateException("no call to " + audience + ": orderflow.identity.key is not set");
        }
        // The key's file may have been renewed; a token lasts long enough that it is not read often.
        try {
            signer = signer(properties.key());
        } catch (IllegalStateException e) {
            log.warn("the key read before is kept: {}", e.getMessage());
        }
        var now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(name)
                .audience(audience)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(Objects.requireNonNull(signer));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        // A new one in good time, so that none ends on its way.
        return new Token(token.serialize(), now.plus(LIFE.dividedBy(2)));
    }

    /** The caller, where the token is its own, for this service, still lasts, and the caller is one that may call. */
    Optional<String> caller(String text) {
        try {
            var token = SignedJWT.parse(text);
            var claims = token.getJWTClaimsSet();
            var caller = String.valueOf(claims.getIssuer());
            var expires = claims.getExpirationTime();
            var lasts = expires != null
                    && clock.instant().isBefore(expires.toInstant().plus(SKEW));
            var allowed = properties.callers().contains(caller) && List.of(name).equals(claims.getAudience());
            return lasts && allowed && isOf(caller, token) ? Optional.of(caller) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    /** A signature that does not fit may be by a key that is newer than what was read. */
    private boolean isOf(String caller, SignedJWT token) throws JOSEException {
        var known = verifiers.computeIfAbsent(caller, service -> new Verifier(verifier(service), clock.instant()));
        if (token.verify(known.verifier())) {
            return true;
        }
        if (clock.instant().isBefore(known.read().plus(REREAD))) {
            return false;
        }
        var read = new Verifier(verifier(caller), clock.instant());
        verifiers.put(caller, read);
        return token.verify(read.verifier());
    }

    private RSASSAVerifier verifier(String service) {
        try {
            if (properties.certificates() == null) {
                throw new IllegalStateException("orderflow.identity.certificates is not set");
            }
            var file = properties.certificates().createRelative(service + ".crt");
            var text = file.getContentAsString(StandardCharsets.UTF_8);
            var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            return new RSASSAVerifier(
                    text.contains("BEGIN CERTIFICATE")
                            ? (RSAPublicKey) CertificateFactory.getInstance("X.509")
                                    .generateCertificate(bytes)
                                    .getPublicKey()
                            : RsaKeyConverters.x509().convert(bytes));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate of " + service + " cannot be read: " + e.getMessage(), e);
        }
    }
}
