import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;

/**
 * Writes a trust store of the JDK's own certificate authorities and those in a PEM file: {@code java Trust.java in.pem
 * out.p12}.
 */
class Trust {

    public static void main(String[] args) throws Exception {
        var password = "changeit".toCharArray();
        var store = KeyStore.getInstance("PKCS12");
        try (var own = new FileInputStream(System.getProperty("java.home") + "/lib/security/cacerts")) {
            store.load(own, password);
        }
        try (var pem = new FileInputStream(args[0])) {
            for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("machine-" + store.size(), authority);
            }
        }
        try (var file = new FileOutputStream(args[1])) {
            store.store(file, password);
        }
    }
}
