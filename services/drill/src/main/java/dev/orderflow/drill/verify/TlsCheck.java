package dev.orderflow.drill.verify;

import static dev.orderflow.drill.cluster.Checks.require;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.exchange.Exchange;
import dev.orderflow.stores.LocalCluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;

/** Checks that the pager is reached by TLS with the certificate of its Secret, and by nothing else at that port. */
final class TlsCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NAMESPACE = "observability";

    private final Cluster cluster;
    private final URI address;

    TlsCheck(Cluster cluster, LocalCluster local) {
        this.cluster = cluster;
        this.address = local.pagerByTls();
    }

    /** Trusts the Secret's certificate alone, and compares the host's name as every client does. */
    String pagerAnswers() {
        var secret = secret();
        var certificate = cluster.kubectl().secret(secret, NAMESPACE, "tls.crt");
        try {
            var client = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(trusting(certificate))
                    .build();
            var answer = get(client, address.resolve("/status"));
            require(answer.statusCode() == 200, "%s/status answers %d".formatted(address, answer.statusCode()));
            var plain = get(client, URI.create("http://" + address.getAuthority() + "/status"));
            require(
                    plain.statusCode() == 400,
                    "%s takes http without TLS: it answers %d".formatted(address.getAuthority(), plain.statusCode()));
            return answer.sslSession().map(SSLSession::getProtocol).orElse("") + ", the certificate of the Secret "
                    + secret;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "no answer from %s with the certificate of the Secret %s (%s)".formatted(address, secret, e), e);
        }
    }

    /** The Secret that the proxy's pod has mounted: one of the values, or its own. */
    private String secret() {
        for (JsonNode volume : cluster.kubectl()
                .get("deployment", "auth-proxy", "--namespace", NAMESPACE)
                .at("/spec/template/spec/volumes")) {
            if (volume.path("name").asString().equals("tls")) {
                return volume.at("/secret/secretName").asString();
            }
        }
        throw new IllegalStateException(
                "the Deployment auth-proxy has no volume with a certificate; try: make cluster-up");
    }

    private static SSLContext trusting(String certificate) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var number = 0;
        for (var trusted : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)))) {
            store.setCertificateEntry("certificate " + number++, trusted);
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws IOException {
        try {
            return Exchange.send(
                    client, HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString(), PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
