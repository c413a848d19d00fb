package dev.orderflow.pager.delivery;

import dev.orderflow.testkit.Ports;
import dev.orderflow.testkit.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The whole way that a page takes: rules, Alertmanager, a network, the pager, a person.
 *
 * @param network from Alertmanager to the pager
 * @param listing from the pager to Alertmanager, whose list of alerts it reads
 */
record Way(
        Rules rules,
        Alertmanager alertmanager,
        Relay network,
        Relay listing,
        PagerProcess pager,
        Person person,
        Chart chart)
        implements AutoCloseable {

    /** How long a quarter of an hour of the configuration takes in a test. */
    private static final Map<String, String> WAITS =
            Map.of("group_wait", "1s", "group_interval", "2s", "repeat_interval", "8s");

    private static final Duration RESEND = Duration.ofSeconds(1);

    /** @param folder for what they store, and their logs */
    static Way start(Path folder) throws Exception {
        return start(folder, Map.of());
    }

    /** @param properties of the pager's environment, beside the chart's */
    static Way start(Path folder, Map<String, String> properties) throws Exception {
        return start(folder, Chart.render(), properties, WAITS, RESEND);
    }

    /**
     * @param chart not another way's, as this one changes its routing
     * @param waits of each of Alertmanager's routes
     * @param resend how often the rules send what fires
     */
    static Way start(
            Path folder, Chart chart, Map<String, String> properties, Map<String, String> waits, Duration resend)
            throws Exception {
        var port = Ports.free();
        var person = new Person();
        var listing = new Relay(port);
        var pager = new PagerProcess(chart, folder, person.address(), listing.port(), properties);
        var network = new Relay(pager.port());
        var alertmanager = new Alertmanager(chart, folder, port, network.port(), waits);
        return new Way(new Rules(alertmanager, resend), alertmanager, network, listing, pager, person, chart);
    }

    @Override
    public void close() {
        try (person;
                pager;
                listing;
                network;
                alertmanager;
                rules) {
            // From the first to the last.
        }
    }
}
