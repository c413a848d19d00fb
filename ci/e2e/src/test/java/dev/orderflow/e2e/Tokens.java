package dev.orderflow.e2e;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.orderflow.drill.cluster.ShopperClient;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.function.UnaryOperator;

/** Creates tokens with the claims of a living session and exactly one fault. */
final class Tokens {

    private Tokens() {}

    /** A shopper's claims, changed, signed by a key that says it is the one that it is. */
    static String signed(ShopperClient shopper, KeyPair key, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        return signed(shopper, key, keyId(key), change);
    }

    static String signed(ShopperClient shopper, KeyPair key, String keyId, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
        var token = new SignedJWT(
                header, change.apply(new JWTClaimsSet.Builder(claims(shopper))).build());
        token.sign(new RSASSASigner(key.getPrivate()));
        return token.serialize();
    }

    /** Returns an unsigned token: {@code alg: none}. */
    static String unsigned(ShopperClient shopper) throws ParseException {
        return new PlainJWT(claims(shopper)).serialize();
    }

    static JWTClaimsSet claims(ShopperClient shopper) throws ParseException {
        return SignedJWT.parse(shopper.token()).getJWTClaimsSet();
    }

    /** Returns the key id that auth gives a key: its thumbprint (RFC 7638). */
    static String keyId(KeyPair key) throws Exception {
        return new RSAKey.Builder((RSAPublicKey) key.getPublic())
                .keyIDFromThumbprint()
                .build()
                .getKeyID();
    }

    /** Returns the id of the key that signed a token. */
    static String keyId(String token) throws ParseException {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
