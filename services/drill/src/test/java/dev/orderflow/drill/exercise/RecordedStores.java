package dev.orderflow.drill.exercise;

import dev.orderflow.stores.Backend;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.Stores;
import dev.orderflow.testkit.RecordedSystem;
import java.net.URI;

/** Creates the stores that a walk reads, of a recorded system. */
public final class RecordedStores {

    private RecordedStores() {}

    public static Stores of(RecordedSystem system) {
        var address = URI.create(system.url());
        return new Stores(
                new PrometheusReader(address), Backend.JAEGER.traces(address), Backend.VICTORIALOGS.logs(address));
    }
}
