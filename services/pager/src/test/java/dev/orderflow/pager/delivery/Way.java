package dev.orderflow.pager.delivery;

import java.nio.file.Path;

/** The whole way that a page takes: rules, Alertmanager, a network, the pager, a person. */
record Way(Rules rules, Alertmanager alertmanager, Relay network, PagerProcess pager, Person person, Chart chart) implements AutoCloseable {

    /** @param folder for what they store, and their logs */
    static Way start(Path folder) throws Exception {
        var chart = Chart.render();
        var person = new Person();
        var pager = new PagerProcess(chart, folder, person.address());
        var network = new Relay(pager.port());
        var alertmanager = new Alertmanager(chart, folder, network.port());
        return new Way(new Rules(alertmanager), alertmanager, network, pager, person, chart);
    }

    @Override
    public void close() {
        try (person; pager; network; alertmanager; rules) {
            // From the first to the last.
        }
    }
}
