package dev.orderflow.pager;

import dev.orderflow.testkit.Child;
import dev.orderflow.testkit.Ports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.yaml.snakeyaml.Yaml;

/**
 * The pager's TLS proxy: a real nginx with the configuration and the certificate that the chart observability renders.
 * Only addresses differ.
 */
final class TlsProxy implements AutoCloseable {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private final int port = Ports.free();
    private final SSLContext context;
    private final Child nginx;

    /** @param pager the port that is the proxy's */
    TlsProxy(Path folder, String program, int pager)
            throws IOException, InterruptedException, GeneralSecurityException {
        var manifests = manifests();
        var secret = data(manifests, "Secret", "pager-tls");
        var certificate = decoded(secret.get("tls.crt"));
        Files.write(folder.resolve("tls.crt"), certificate);
        Files.write(folder.resolve("tls.key"), decoded(secret.get("tls.key")));
        context = trusting(certificate);
        var configuration = data(manifests, "ConfigMap", "auth-proxy")
                .get("nginx.conf")
                .replace("listen 8443 ssl;", "listen 127.0.0.1:" + port + " ssl;")
                .replace("http://pager-proxied.observability.svc:8081", "http://127.0.0.1:" + pager)
                .replace("/tmp/", Files.createDirectories(folder.resolve("tmp")) + "/")
                .replace("/etc/auth-proxy-tls", folder.toString());
        if (configuration.contains(".svc:")) {
            throw new IllegalStateException("the proxy leads elsewhere: " + configuration);
        }
        var file = Files.writeString(folder.resolve("nginx.conf"), configuration);
        // Where root tests, nginx would read the certificate as nobody.
        var command = List.of(program, "-e", "stderr", "-c", file.toString(), "-g", "user root;");
        nginx = Child.start("nginx", folder, Map.of(), command).await(() -> Ports.answers(port));
    }

    /** Returns the path of the nginx that ci/nginx finds; empty where there is none. */
    static Optional<String> program() throws IOException, InterruptedException {
        var script = new ProcessBuilder("ci/nginx")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var path = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return script.waitFor() == 0 ? Optional.of(path) : Optional.empty();
    }

    int port() {
        return port;
    }

    /** The TLS of a client that trusts the proxy's certificate and no other. */
    SSLContext context() {
        return context;
    }

    /** A client that verifies the proxy's certificate, and its name. */
    Http client(String host) {
        return client(host, "127.0.0.1");
    }

    /** @param from the client's own address */
    Http client(String host, String from) {
        return new Http(
                HttpClient.newBuilder().sslContext(context).localAddress(InetAddress.ofLiteral(from)),
                "https://" + host + ":" + port,
                "");
    }

    /** The proxy of a release that serves nothing but the pager. */
    private static List<Map<String, Object>> manifests() throws IOException, InterruptedException {
        var program = System.getenv("HELM");
        if (program == null || program.isBlank()) {
            throw new IllegalStateException("HELM holds no path: run `make test`, or set it by HELM=$(ci/tool helm)");
        }
        var helm = new ProcessBuilder(
                        program,
                        "template",
                        "observability",
                        "helm/observability",
                        "--namespace",
                        "observability",
                        "--values",
                        "ci/images/registry.yaml",
                        "--show-only",
                        "templates/auth-proxy.yaml",
                        "--set",
                        "pager.stores.prometheus=null,pager.stores.alertmanager=null,pager.stores.jaeger=null,"
                                + "pager.stores.victorialogs=null")
                .directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var rendered = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (helm.waitFor() != 0) {
            throw new IllegalStateException("helm template helm/observability failed");
        }
        return StreamSupport.stream(new Yaml().loadAll(rendered).spliterator(), false)
                .map(TlsProxy::<Object>map)
                .toList();
    }

    private static Map<String, String> data(List<Map<String, Object>> manifests, String kind, String name) {
        return manifests.stream()
                .filter(manifest -> kind.equals(manifest.get("kind"))
                        && name.equals(map(manifest.get("metadata")).get("name")))
                .findFirst()
                .map(manifest -> TlsProxy.<String>map(manifest.get("data")))
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // what YAML's parser makes of a mapping
    private static <T> Map<String, T> map(Object value) {
        return (Map<String, T>) value;
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static SSLContext trusting(byte[] certificate) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry(
                "proxy",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        nginx.close();
    }
}
