package dev.orderflow.e2e.drill;

import dev.orderflow.processes.RecordedSystem;
import dev.orderflow.walk.Stores;
import dev.orderflow.walk.store.JaegerReader;
import dev.orderflow.walk.store.PrometheusReader;
import dev.orderflow.walk.store.VictoriaLogsReader;
import java.net.URI;

/** What a walk reads of a recorded system. */
final class RecordedStores {

    private RecordedStores() {}

    static Stores of(RecordedSystem system) {
        var address = URI.create(system.url());
        return new Stores(new PrometheusReader(address), new JaegerReader(address), new VictoriaLogsReader(address));
    }
}
