package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks which routes the rule of refused requests counts as let in: those of the gateway that need an account. */
class RequestsRefusedTest {

    private static final Path GATEWAY = Chart.ROOT.resolve("services/gateway/src/main");
    private static final Pattern ROUTES =
            Pattern.compile("http_route=~\"([^\"]+)\", http_response_status_code=~\"2\\.\\.\"");

    @Test
    void whoeverHasNoAccountAddsNothingToWhatSucceeds() throws IOException {
        var rules = Files.readString(Chart.ROOT.resolve("helm/observability/files/rules/services.yaml"));
        var counted = ROUTES.matcher(rules)
                .results()
                .map(match -> match.group(1))
                .distinct()
                .toList();
        assertThat(counted).hasSize(1);
        var open = open();
        assertThat(open).isNotEmpty().noneMatch(path -> path.matches(counted.getFirst()));
        // Each other route of the gateway is counted.
        var routes = Pattern.compile("\"(/api/[a-z]+/)\\*\\*\"")
                .matcher(Files.readString(GATEWAY.resolve("java/dev/orderflow/gateway/RouteConfiguration.java")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(routes)
                .isNotEmpty()
                .allMatch(route -> open.stream().anyMatch(path -> path.startsWith(route))
                        != (route + "**").matches(counted.getFirst()));
    }

    /** Returns the paths that are open without an account. */
    @SuppressWarnings("unchecked")
    private static List<String> open() throws IOException {
        var yaml = Chart.yaml(Files.readString(GATEWAY.resolve("resources/application.yaml")))
                .getFirst();
        var security = Chart.map(Chart.map(yaml.get("orderflow")).get("security"));
        return ((List<String>) security.get("open"))
                .stream().map(entry -> entry.substring(entry.indexOf('/'))).toList();
    }
}
