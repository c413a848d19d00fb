package dev.orderflow.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The addresses at which this machine reaches the cluster: from environment variables, which {@code ci/ports list}
 * prints, or else the defaults of k8s/ports.env in the working directory or the nearest above it.
 */
public final class LocalCluster {

    private static final Path FILE = Path.of("k8s/ports.env");

    /** The file with the name of the stack, in the same tree; {@code make cluster-up} writes it. */
    private static final Path STACK = Path.of("build/stack");

    private final Map<String, String> environment;
    private final Path folder;

    LocalCluster(Map<String, String> environment, Path folder) {
        this.environment = environment;
        this.folder = folder;
    }

    /** Returns the addresses for the current environment and working directory. */
    public static LocalCluster here() {
        return new LocalCluster(System.getenv(), Path.of("").toAbsolutePath());
    }

    public URI gateway() {
        return address("GATEWAY");
    }

    public URI pager() {
        return address("PAGER");
    }

    /** The pager's address by TLS. */
    public URI pagerByTls() {
        return URI.create("https://127.0.0.1:" + value("PORT_HTTPS"));
    }

    public URI prometheus() {
        return address("PROMETHEUS");
    }

    public URI alertmanager() {
        return address("ALERTMANAGER");
    }

    /**
     * Returns the stack of the cluster that was made from the source tree of the working directory; jaeger if none was
     * made, or if there is no such tree.
     *
     * @throws IllegalStateException for a name that is no stack's
     */
    public Stack stack() {
        return tree().map(tree -> Stack.chosen(tree.resolve(STACK))).orElse(Stack.JAEGER);
    }

    /** The address of the trace store of whichever stack. */
    public URI traces() {
        return address("TRACES");
    }

    /** The address of the log store of whichever stack. */
    public URI logs() {
        return address("LOGS");
    }

    /**
     * Makes this process send the token of the pager's API to the stores, whose proxy asks for it.
     *
     * @param token called for each request
     */
    public void authorize(Supplier<String> token) {
        Stream.of(prometheus(), alertmanager(), traces(), logs()).forEach(store -> Http.authorize(store, token));
    }

    /** The kubectl context of the cluster. */
    public String context() {
        return value("KUBECONTEXT");
    }

    private URI address(String name) {
        return URI.create("http://127.0.0.1:" + value("PORT_" + name));
    }

    private String value(String key) {
        return Optional.ofNullable(environment.get(key))
                .or(() -> Optional.ofNullable(defaults().getProperty(key)))
                .orElseThrow(() -> new IllegalStateException(
                        "%s is not set, and there is no %s in or above %s that says it; try: %s=… in the environment"
                                .formatted(key, FILE, folder, key)));
    }

    private Properties defaults() {
        var properties = new Properties();
        var file = tree().map(tree -> tree.resolve(FILE));
        if (file.isPresent()) {
            try (var reader = Files.newBufferedReader(file.get())) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties;
    }

    private Optional<Path> tree() {
        return Stream.iterate(folder, parent -> parent != null, Path::getParent)
                .filter(parent -> Files.exists(parent.resolve(FILE)))
                .findFirst();
    }
}
