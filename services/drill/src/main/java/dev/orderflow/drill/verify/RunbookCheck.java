package dev.orderflow.drill.verify;

import dev.orderflow.stores.PrometheusReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Runs every query of every runbook, so that whoever is paged is not the first to try it. */
final class RunbookCheck {

    private static final Path RUNBOOKS = Path.of("helm/observability/files/runbooks");
    private static final Pattern QUERY = Pattern.compile("^```promql\\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    private final PrometheusReader prometheus;

    RunbookCheck(PrometheusReader prometheus) {
        this.prometheus = prometheus;
    }

    /** Requires that each query reads series that exist; a query without an answer now may be right. */
    String queriesAnswered() throws IOException {
        var coverage = new Coverage(prometheus);
        var runbooks = runbooks();
        for (var runbook : runbooks) {
            queries(runbook).forEach(query -> coverage.ask(runbook.getFileName().toString(), query));
        }
        coverage.requireKnown();
        return "%d queries of %d runbooks, %d with an answer now"
                .formatted(coverage.asked(), runbooks.size(), coverage.answered());
    }

    private static List<Path> runbooks() throws IOException {
        try (var files = Files.list(RUNBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> queries(Path runbook) throws IOException {
        return QUERY.matcher(Files.readString(runbook))
                .results()
                .map(match -> match.group(1).strip())
                .toList();
    }
}
