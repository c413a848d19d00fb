package dev.orderflow.walk.check;

import dev.orderflow.stores.PrometheusReader;
import java.net.URI;

/** A check that asks Prometheus. */
interface MetricCheck extends Check {

    PrometheusReader prometheus();

    @Override
    default URI address() {
        return prometheus().address(query());
    }
}
