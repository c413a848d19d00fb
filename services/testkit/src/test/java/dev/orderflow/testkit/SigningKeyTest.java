package dev.orderflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SigningKeyTest {

    private final SigningKey key = SigningKey.generate();

    @Test
    void aTokenIsVerifiedByTheKeySet() throws Exception {
        var published = new JsonMapper().readTree(key.keySet()).at("/keys/0");
        assertThat(published.path("kid").asString()).isEqualTo(SigningKey.ID);
        var spec = new RSAPublicKeySpec(
                number(published.path("n").asString()),
                number(published.path("e").asString()));
        var parts = key.token(Map.of("sub", "alice")).split("\\.");
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA").generatePublic(spec));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
        assertThat(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                .isEqualTo("{\"sub\":\"alice\"}");
    }

    @Test
    void thePublicPemIsTheKeyOfTheKeySet() throws Exception {
        var text = key.publicPem().replaceAll("-----[A-Z ]+-----", "");
        var read = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(text)));
        var spec = KeyFactory.getInstance("RSA").getKeySpec(read, RSAPublicKeySpec.class);
        var published = new JsonMapper().readTree(key.keySet()).at("/keys/0/n").asString();
        assertThat(number(published)).isEqualTo(spec.getModulus());
        assertThat(key.privatePem()).startsWith("-----BEGIN PRIVATE KEY-----\n");
    }

    private static BigInteger number(String base64) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(base64));
    }
}
