package dev.orderflow.e2e.grafana;

import dev.orderflow.drill.cluster.Checks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The program of {@code make verify-grafana}. One check a line: login, home page, data sources, each dashboard, and the
 * way from an exemplar to its trace, to the trace's lines, and back.
 */
final class VerifyGrafana {

    /** Tried once: a page is waited for, and what is wrong with it does not mend itself. */
    private static final Duration ONCE = Duration.ZERO;

    private VerifyGrafana() {}

    /**
     * @param arguments the checkout, and Grafana's address; the user {@code admin} has the password of the variable
     *     GRAFANA_PASSWORD, CHROMIUM is the path of a browser, and WIDTH that of its window, in pixels
     */
    static void main(String[] arguments) throws Exception {
        var checks = new Checks();
        var files = new GrafanaFiles(Path.of(arguments[0]));
        var width = Integer.parseInt(variable("WIDTH"));
        try (var grafana = new Grafana(URI.create(arguments[1]), variable("CHROMIUM"), pictures(arguments), width)) {
            var password = variable("GRAFANA_PASSWORD");
            checks.within(ONCE, "admin logs in, and sees Night shift", () -> grafana.logIn("admin", password));
            checks.within(
                    ONCE, "the data sources are those of the chart", () -> grafana.hasDataSources(files.dataSources()));
            for (var dashboard : files.dashboards()) {
                checks.within(
                        ONCE, dashboard.title() + " opens, and no panel is in error", () -> grafana.opens(dashboard));
            }
            checks.within(ONCE, "the service graph shows who calls whom", grafana::showsServiceGraph);
            var trace = new String[1];
            checks.within(ONCE, "an exemplar of Night shift leads to its trace in Tempo", () -> {
                trace[0] = grafana.followExemplar(files.panelOfExemplars());
                return trace[0];
            });
            checks.within(ONCE, "the trace leads to its lines in Loki, and they lead back", () -> {
                Checks.require(trace[0] != null, "there is no trace");
                return grafana.followLines(trace[0]);
            });
        }
        System.exit(checks.summary() ? 0 : 1);
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(name + " is not set"));
    }

    private static Path pictures(String[] arguments) throws Exception {
        return Files.createDirectories(Path.of(arguments[0], "build", "grafana"));
    }

    /** A dashboard's file: its identifier, its title, and the height in pixels at which all its panels are in view. */
    record Board(String uid, String title, int height) {}

    /** A panel with exemplars. */
    record Panel(String dashboard, long id) {}
}
