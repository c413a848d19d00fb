package dev.orderflow.pager.delivery;

import dev.orderflow.processes.Ports;
import java.nio.file.Path;
import java.util.Map;

/** The whole way that a page takes: rules, Alertmanager, a network, the pager, a person. */
record Way(Rules rules, Alertmanager alertmanager, Relay network, PagerProcess pager, Person person, Chart chart) implements AutoCloseable {

    /** @param folder for what they store, and their logs */
    static Way start(Path folder) throws Exception {
        return start(folder, Map.of());
    }

    /** @param properties of the pager's environment, beside the chart's */
    static Way start(Path folder, Map<String, String> properties) throws Exception {
        var port = Ports.free();
        var chart = Chart.render();
        var person = new Person();
        var pager = new PagerProcess(chart, folder, person.address(), port, properties);
        var network = new Relay(pager.port());
        var alertmanager = new Alertmanager(chart, folder, port, network.port());
        return new Way(new Rules(alertmanager), alertmanager, network, pager, person, chart);
    }

    @Override
    public void close() {
        try (person; pager; network; alertmanager; rules) {
            // From the first to the last.
        }
    }
}
