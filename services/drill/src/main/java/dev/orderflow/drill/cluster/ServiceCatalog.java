package dev.orderflow.drill.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * The services that the chart deploys, as helm/orderflow/values.yaml lists them. Every other list of services is
 * derived from this one.
 */
public final class ServiceCatalog {

    public static final Path FILE = Path.of("helm/orderflow/values.yaml");

    private final Map<String, Service> services;

    private ServiceCatalog(Map<String, Service> services) {
        this.services = services;
    }

    /** A service's entry in the values of the chart. */
    private record Service(List<String> needs, List<String> calls, List<String> consumes) {}

    /**
     * Reads the list from the source tree that contains the working directory.
     *
     * @throws IllegalStateException if there is none
     */
    public static ServiceCatalog here() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve(FILE)))
                .findFirst()
                .map(ServiceCatalog::of)
                .orElseThrow(() -> new IllegalStateException(
                        "there is no %s in or above %s, which lists the services; try: from the root of the tree"
                                .formatted(FILE, Path.of("").toAbsolutePath())));
    }

    /** Reads the list of a source tree. */
    public static ServiceCatalog of(Path root) {
        try (var text = Files.newBufferedReader(root.resolve(FILE))) {
            Map<String, Object> values = new Yaml().load(text);
            var services = new LinkedHashMap<String, Service>();
            map(Objects.requireNonNull(values.get("services"), () -> FILE + " lists no services"))
                    .forEach((name, entry) -> {
                        var its = map(entry);
                        services.put(name, new Service(list(its, "needs"), list(its, "calls"), list(its, "consumes")));
                    });
            return new ServiceCatalog(services);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of all services, in the file's order: from the beginning of an order's path to its end. */
    public List<String> names() {
        return List.copyOf(services.keySet());
    }

    /** The services that get the address of a store: {@code postgresql}, {@code kafka} or {@code valkey}. */
    public Set<String> needing(String store) {
        var names = new LinkedHashSet<String>();
        services.forEach((name, service) -> {
            if (service.needs().contains(store)) {
                names.add(name);
            }
        });
        return names;
    }

    /** The services that read topics, each as a consumer group of its name. */
    public Set<String> consumers() {
        var names = new LinkedHashSet<String>();
        services.forEach((name, service) -> {
            if (!service.consumes().isEmpty()) {
                names.add(name);
            }
        });
        return names;
    }

    /** The names of all services, each after those that it calls. */
    public List<String> calleesFirst() {
        var depths = new LinkedHashMap<String, Integer>();
        services.keySet().forEach(name -> depths.put(name, depth(name, 0)));
        return depths.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private int depth(String name, int above) {
        if (above > services.size()) {
            throw new IllegalStateException(FILE + ": services." + name + ".calls leads back to itself");
        }
        var service = services.get(name);
        if (service == null) {
            throw new IllegalStateException(FILE + ": a service calls " + name + ", which it does not list");
        }
        return service.calls().stream()
                .mapToInt(callee -> 1 + depth(callee, above + 1))
                .max()
                .orElse(0);
    }

    private static List<String> list(Map<String, Object> entry, String key) {
        return entry.get(key) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked") // what the file's parser makes of a mapping
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
