package dev.orderflow.drill.incident;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import java.util.Comparator;
import java.util.List;

/** The alerts that fire now and page somebody, without the dead man's switch. */
public final class FiringPages {

    /** An alert that always fires, so that its absence is noticed. */
    static final String DEAD_MANS_SWITCH = "Watchdog";

    private final PrometheusReader prometheus;

    public FiringPages(PrometheusReader prometheus) {
        this.prometheus = prometheus;
    }

    /** Returns the firing pages, oldest first. */
    public List<Alert> firing() {
        return prometheus.alerts().stream()
                .filter(alert -> alert.state().equals("firing"))
                .filter(alert ->
                        alert.label("severity").equals("page") && !alert.name().equals(DEAD_MANS_SWITCH))
                .sorted(Comparator.comparing(Alert::activeAt))
                .toList();
    }

    /**
     * Describes why the system is not quiet, in a sentence each: the firing pages, or that Prometheus does not answer.
     */
    List<String> open() {
        try {
            return firing().stream().map(FiringPages::summary).toList();
        } catch (StoreException e) {
            return List.of(e.getMessage());
        }
    }

    static String summary(Alert page) {
        return "%s  (%s, %s)".formatted(page.annotation("summary"), page.name(), page.label("service"));
    }
}
