package dev.orderflow.charts;

import static dev.orderflow.charts.Manifest.each;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes the reference pages: of the make commands, the charts, the incidents and the requests' attributes. */
final class Reference {

    /** In the order of their installation. */
    static final List<String> CHARTS = List.of("stack-jaeger", "stack-grafana", "observability", "orderflow");

    private static final String MADE = "<!-- Made by `make docs-reference` from %s. Change those, not this file. -->";

    /** A line of {@code make help}: a target, and what it does. */
    private static final Pattern TARGET = Pattern.compile(" {2}([a-z][a-z0-9-]*) {2,}(\\S.*)");

    /** The end of a target's text: its variables in brackets. */
    private static final Pattern VARIABLES = Pattern.compile("(.*?) \\(([^()]*\\b[A-Z][A-Z_]+\\b[^()]*)\\)");

    private Reference() {}

    /** Returns the text of each file, by its path relative to the root. */
    static Map<Path, String> pages(String help) throws Exception {
        var pages = new TreeMap<Path, String>();
        pages.put(Path.of("docs/reference/commands.md"), commands(help));
        pages.put(Path.of("docs/reference/values.md"), values());
        pages.put(Path.of("docs/reference/incidents.md"), IncidentPages.markdown(MADE));
        pages.put(Path.of("docs/reference/attributes.md"), AttributePage.markdown(MADE));
        for (var chart : CHARTS) {
            pages.put(Path.of("helm", chart, "README.md"), readme(chart));
        }
        return pages;
    }

    private static String commands(String help) {
        var page = new StringBuilder("""
                # Commands

                %s

                Each command is a target of make, run at the root of a clone. A variable follows the target, as in
                `make load RATE=8`; a number that is shown is its default, a word is an example. `make help` prints this list, and
                `ci/orderflow <command> --help` all options of a command with their defaults.
                """.formatted(MADE.formatted("the output of `make help`")));
        var inTable = false;
        for (var line : help.lines().toList()) {
            var target = TARGET.matcher(line);
            if (target.matches()) {
                if (!inTable) {
                    page.append("\n| Command | What it does | Variables |\n|---|---|---|\n");
                    inTable = true;
                }
                var variables = VARIABLES.matcher(target.group(2));
                var isSplit = variables.matches();
                page.append("| `make %s` | %s | %s |\n"
                        .formatted(
                                target.group(1),
                                escaped(isSplit ? variables.group(1) : target.group(2)),
                                isSplit ? escaped(variables.group(2)) : ""));
            } else if (!line.isBlank()) {
                var variables = VARIABLES.matcher(line.strip());
                var isSplit = variables.matches();
                page.append("\n## %s\n".formatted(isSplit ? variables.group(1) : line.strip()));
                if (isSplit) {
                    page.append("\nFor each of them: %s.\n".formatted(escaped(variables.group(2))));
                }
                inTable = false;
            }
        }
        return page.toString();
    }

    private static String escaped(String text) {
        return text.replace("<", "&lt;").replace("|", "\\|");
    }

    private static String values() {
        var page = new StringBuilder("""
                # Chart values

                %s

                The charts are in `helm/`. Give other values with `--set` or `--values`. A schema refuses a key that does
                not exist.
                """.formatted(MADE.formatted("each chart's values.yaml and values.schema.json")));
        for (var chart : CHARTS) {
            page.append("\n## The chart %s\n\n".formatted(chart))
                    .append(ChartValues.markdown(Path.of("helm", chart), "###"));
        }
        return page.toString();
    }

    private static String readme(String name) {
        var folder = Path.of("helm", name);
        var chart = Chart.yaml(Markdown.read(folder.resolve("Chart.yaml"))).getFirst();
        var isStack = name.startsWith("stack-");
        var release = isStack ? "stack" : name;
        var namespace = new Chart(name).namespace();
        var install = new ArrayList<String>();
        if (chart.containsKey("dependencies")) {
            install.add("helm dependency build helm/" + name);
            install.add("helm upgrade --install %s helm/%s --namespace %s".formatted(release, name, namespace));
        } else {
            install.add("helm upgrade --install %s helm/%s --namespace %s --values ci/images/registry.yaml"
                    .formatted(release, name, namespace));
        }
        // The upstream charts' own tests would need connections that nothing allows.
        install.add("helm test %s --namespace %s%s"
                .formatted(release, namespace, chart.containsKey("dependencies") ? " --filter name=stack-test" : ""));
        var page = new StringBuilder("""
                # %s

                %s

                %s.

                Version %s, for Kubernetes %s. `make cluster-up` installs it; by hand:

                ```sh
                %s
                ```

                On a cluster of your own: [docs/operations.md](../../docs/operations.md#a-cluster-of-your-own).
                """.formatted(
                        name,
                        MADE.formatted("Chart.yaml, values.yaml and values.schema.json"),
                        chart.get("description"),
                        chart.get("version"),
                        ((String) chart.get("kubeVersion")).replace("-0", ""),
                        String.join("\n", install)));
        if (chart.containsKey("dependencies")) {
            page.append("\n## Requirements\n\n| Chart | Version | Repository |\n|---|---|---|\n")
                    .append(each(chart, "dependencies")
                            .map(dependency -> "| %s | %s | `%s` |\n"
                                    .formatted(
                                            dependency.get("name"),
                                            dependency.get("version"),
                                            dependency.get("repository")))
                            .collect(Collectors.joining()));
        }
        return page.append("\n## Values\n\n")
                .append(ChartValues.markdown(folder, "###"))
                .toString();
    }
}
