package dev.orderflow.drill.incident;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import java.util.Comparator;
import java.util.List;

/** The alerts that page somebody. */
public final class FiringPages {

    /** It fires while all is well. */
    private static final String DEAD_MANS_SWITCH = "Watchdog";

    private final PrometheusReader prometheus;

    public FiringPages(PrometheusReader prometheus) {
        this.prometheus = prometheus;
    }

    public List<Alert> firing() {
        return prometheus.alerts().stream()
                .filter(alert -> alert.state().equals("firing"))
                .filter(alert ->
                        alert.label("severity").equals("page") && !alert.name().equals(DEAD_MANS_SWITCH))
                .sorted(Comparator.comparing(Alert::activeAt))
                .toList();
    }

    /** What keeps it from being quiet, a sentence each. Of a store that does not answer nobody knows that it is. */
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
