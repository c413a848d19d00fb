package dev.orderflow.testkit;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An RSA key in the forms in which services read one, and the tokens that it signs. */
public final class SigningKey {

    /** The key's id in its key set and in its tokens. */
    public static final String ID = "test";

    private static final int BITS = 2048;
    private static final JsonMapper JSON = new JsonMapper();

    private final KeyPair pair;

    private SigningKey(KeyPair pair) {
        this.pair = pair;
    }

    /** Generates a key of 2048 bits. */
    public static SigningKey generate() {
        return generate(BITS);
    }

    public static SigningKey generate(int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new SigningKey(generator.generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the private key as PEM (PKCS#8). */
    public String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate());
    }

    /** Returns the public key as PEM (X.509). */
    public String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic());
    }

    /** Returns the public key alone in a JSON Web Key Set (RFC 7517). */
    public String keySet() {
        var key = (RSAPublicKey) pair.getPublic();
        return JSON.writeValueAsString(Map.of(
                "keys",
                List.of(Map.of(
                        "kty",
                        "RSA",
                        "use",
                        "sig",
                        "alg",
                        "RS256",
                        "kid",
                        ID,
                        "n",
                        base64(unsigned(key.getModulus())),
                        "e",
                        base64(unsigned(key.getPublicExponent()))))));
    }

    /** Returns a JWT (RFC 7519), signed by RS256. */
    public String token(Map<String, ?> claims) {
        var content = base64(JSON.writeValueAsBytes(Map.of("alg", "RS256", "kid", ID)))
                + "."
                + base64(JSON.writeValueAsBytes(claims));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, Key key) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(type, Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    }

    /** Drops the byte that says only that the number is not negative. */
    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
