package dev.orderflow.pager;

import dev.orderflow.pager.PagerProperties.Store;
import dev.orderflow.stores.Backend;
import dev.orderflow.stores.Backend.Signal;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Addresses of the stores in {@code orderflow.pager.stores}: those that the pager uses, and links for people. */
public record Addresses(Map<Backend, Store> stores) {

    private static final Store NOWHERE = new Store(null, null);

    /** The address at which the pager reaches a store; null where it has none. */
    public @Nullable URI url(Backend backend) {
        return store(backend).url();
    }

    /** The addresses at which the pager reaches stores. */
    public Map<Backend, URI> urls() {
        return addresses(Store::url);
    }

    /** The addresses at which people reach stores. */
    public Map<Backend, URI> links() {
        return addresses(Store::link);
    }

    /** The address at which people reach the store of a signal that the pager reads; empty where there is none. */
    public Optional<URI> link(Signal signal) {
        return Backend.of(signal).stream()
                .filter(backend -> url(backend) != null)
                .findFirst()
                .map(this::store)
                .map(Store::link);
    }

    /** An address in any store as people have it; empty where they have none. */
    public String linkOf(String address) {
        return Stream.of(Backend.values())
                .map(backend -> store(backend).linkOf(address))
                .filter(link -> !link.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Store store(Backend backend) {
        return stores.getOrDefault(backend, NOWHERE);
    }

    private Map<Backend, URI> addresses(Function<Store, @Nullable URI> address) {
        var addresses = new EnumMap<Backend, URI>(Backend.class);
        stores.forEach((backend, store) -> {
            var uri = address.apply(store);
            if (uri != null) {
                addresses.put(backend, uri);
            }
        });
        return addresses;
    }
}
