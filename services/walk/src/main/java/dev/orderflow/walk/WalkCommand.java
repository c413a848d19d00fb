package dev.orderflow.walk;

import dev.orderflow.stores.Alert;
import dev.orderflow.stores.LocalCluster;
import dev.orderflow.stores.PrometheusReader;
import dev.orderflow.stores.StoreException;
import dev.orderflow.stores.Stores;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** {@code make walk}. */
final class WalkCommand {

    private final Options options;
    private final Stores stores;

    private WalkCommand(Options options) {
        this.options = options;
        this.stores = new Stores(new PrometheusReader(options.prometheus()), options.traces(), options.logs());
    }

    static void main(String[] arguments) {
        try {
            var options = Options.parse(List.of(arguments));
            if (options.help()) {
                System.out.print(Options.USAGE);
            } else {
                LocalCluster.here().authorize();
                System.exit(new WalkCommand(options).run() ? 0 : 1);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
        }
    }

    private boolean run() {
        var walk = new Walk(stores, Clock.systemUTC(), options.json() ? hop -> {} : Text::print);
        if (!options.json()) {
            System.out.printf(
                    "Reads  Prometheus at %s, %s, %s%n", options.prometheus(), options.traces(), options.logs());
        }
        if (!options.trace().isEmpty()) {
            return tell(walk.fromTrace(options.trace()));
        }
        try {
            var firing = Walk.firing(stores);
            var pages = firing.stream().filter(Alert::isPage).toList();
            if (!options.json() && !pages.isEmpty()) {
                System.out.println("Firing: " + names(pages));
            }
            var wanted = options.alert().isEmpty() ? pages : named(firing);
            return wanted.stream()
                    .findFirst()
                    .map(alert -> tell(walk.fromPage(alert)))
                    .orElseGet(() -> nothing(firing));
        } catch (StoreException e) {
            return missing("the pages cannot be read: " + e.getMessage());
        }
    }

    private boolean tell(Findings findings) {
        if (options.json()) {
            System.out.println(new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings));
        } else {
            Text.printEnd(findings);
        }
        return findings.arrived();
    }

    private List<Alert> named(List<Alert> firing) {
        return firing.stream()
                .filter(alert -> alert.name().equals(options.alert()))
                .toList();
    }

    private boolean nothing(List<Alert> firing) {
        var others = firing.isEmpty() ? "nothing else does either" : "these alerts do: " + names(firing);
        return missing(
                options.alert().isEmpty()
                        ? "no page fires (alerts with severity=page at " + options.prometheus() + "); " + others
                                + "; --alert <name> begins at one of them, --trace <id> at a trace"
                        : options.alert() + " does not fire; " + others);
    }

    private boolean missing(String what) {
        if (options.json()) {
            System.out.println(new JsonMapper().writeValueAsString(Map.of("arrived", false, "missing", what)));
        } else {
            System.err.println("✗ page: " + what);
        }
        return false;
    }

    private static String names(List<Alert> pages) {
        return pages.stream().map(Alert::name).distinct().collect(Collectors.joining(", "));
    }
}
