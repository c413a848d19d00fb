package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * What the charts render, remade and compared, so that a change of a template shows in the objects that it changes:
 * with the default values in full, with others what differs from that. What a cluster generates, checksums, and the
 * files that other tests look after are named instead of shown.
 */
class GoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final Pattern CHECKSUM = Pattern.compile("\\b[0-9a-f]{64}\\b");
    private static final Pattern NOW = Pattern.compile("\\b\\d{8}T\\d{6}Z\\b");

    private static final String EXTERNAL =
            "postgresql%1$s=db.example.com:5432,valkey%1$s=cache.example.com:6379,kafka%1$s=broker.example.com:9092";

    /** Two vendors at once: one by OTLP with delta metrics, one by remote write. */
    private static final String[] DESTINATIONS = {
        "--values",
        "helm/observability/destinations/dynatrace.yaml",
        "--values",
        "helm/observability/destinations/remote-write.yaml"
    };

    /** Another release of one of them, with a variable more. */
    private static final String ONE_SERVICE =
            "services.order.image=registry.example.com/order:1.2.3,services.order.env.LOGGING_LEVEL_ROOT=DEBUG";

    @TempDir
    private Path folder;

    @Test
    void theServicesAndTheirStores() throws Exception {
        var byDefault = render("orderflow");
        compare("default", "orderflow", byDefault);
        compare("47-pods", "orderflow", changed(byDefault, render("orderflow", "--set", fortySeven())));
        compare(
                "external-stores",
                "orderflow",
                changed(byDefault, render("orderflow", "--set", EXTERNAL.formatted(".external"))));
        compare("one-service", "orderflow", changed(byDefault, render("orderflow", "--set", ONE_SERVICE)));
    }

    @Test
    void theJaegerStack() throws Exception {
        var telemetry = render("observability");
        compare("default", "jaeger", both(render("stack-jaeger"), telemetry));
        compare("external-stores", "jaeger", changed(telemetry, render("observability", "--set", external())));
        compare("destinations", "jaeger", changed(telemetry, render("observability", DESTINATIONS)));
    }

    /** Its own objects, and what becomes of the telemetry's. The upstream charts are not here. */
    @Test
    void theGrafanaStack() throws Exception {
        var values = new String[] {"--values", "helm/stack-grafana/telemetry.yaml"};
        var telemetry = render("observability", values);
        var number = new int[1];
        var own = twice(() -> GrafanaStack.own(Files.createDirectory(folder.resolve("own-" + number[0]++))));
        compare("default", "grafana", both(own, changed(render("observability"), telemetry)));
        compare(
                "external-stores",
                "grafana",
                changed(telemetry, render("observability", values[0], values[1], "--set", external())));
    }

    private static String external() {
        return "cluster." + EXTERNAL.formatted("").replace(",", ",cluster.");
    }

    /** As many pods as the incident scales to. */
    private static String fortySeven() {
        var incident = Alerts.yaml(Chart.ROOT.resolve("k8s/incidents/scale-47.yaml"));
        return map(map(incident.get("trigger")).get("scale")).entrySet().stream()
                .map(service -> "services.%s.replicas=%s".formatted(service.getKey(), service.getValue()))
                .collect(Collectors.joining(","));
    }

    private static TreeMap<String, String> render(String chart, String... flags) throws Exception {
        return twice(() -> {
            var all = new ArrayList<>(
                    List.of("--values", "ci/images/registry.yaml", "--namespace", new Chart(chart).namespace()));
            all.addAll(new Chart(chart).kind());
            all.addAll(List.of(flags));
            var result = new Chart(chart).helm("template", all.toArray(String[]::new));
            if (!result.succeeded()) {
                throw new IllegalStateException(result.errors());
            }
            return Chart.yaml(result.output()).stream()
                    .map(content -> new Manifest(
                            (String) map(content.get("metadata"))
                                    .getOrDefault("namespace", new Chart(chart).namespace()),
                            content))
                    .toList();
        });
    }

    private interface Rendering {
        List<Manifest> run() throws Exception;
    }

    /** Each object's text by its name. What is another the second time was generated. */
    private static TreeMap<String, String> twice(Rendering rendering) throws Exception {
        var sources = sources();
        var once = texts(rendering.run(), sources);
        var again = texts(rendering.run(), sources);
        once.replaceAll((name, text) -> same(text, again.getOrDefault(name, "")));
        return once;
    }

    private static String same(String text, String again) {
        var lines = text.split("\n");
        var others = again.split("\n");
        assertThat(others).as("lines of the same object").hasSameSizeAs(lines);
        return IntStream.range(0, lines.length)
                .mapToObj(i -> lines[i].equals(others[i])
                        ? lines[i]
                        : lines[i].replaceFirst("^(\\s*(?:- )?(?:[^:]+:)?).*", "$1 <generated>"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static TreeMap<String, String> texts(List<Manifest> manifests, Map<String, String> sources) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(1000);
        options.setSplitLines(false);
        var yaml = new Yaml(options);
        return manifests.stream()
                .collect(Collectors.toMap(
                        Manifest::toString,
                        manifest -> NOW.matcher(CHECKSUM.matcher(yaml.dump(named(manifest.content(), sources)))
                                        .replaceAll("<checksum>"))
                                .replaceAll("<now>"),
                        (one, _) -> {
                            throw new IllegalStateException("twice: " + one);
                        },
                        TreeMap::new));
    }

    /** A file's name instead of its text, and of rules only how many there are. */
    private static Object named(Object value, Map<String, String> sources) {
        if (value instanceof Map<?, ?>) {
            var named = new TreeMap<String, Object>();
            map(value)
                    .forEach((key, part) -> named.put(
                            key,
                            key.equals("rules")
                                            && part instanceof List<?> rules
                                            && rules.toString().contains("expr=")
                                    ? "<" + rules.size() + " rules>"
                                    : named(part, sources)));
            return named;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(part -> named(part, sources)).toList();
        }
        if (value instanceof String text) {
            return text.startsWith("-----BEGIN ")
                    ? "<generated>"
                    : sources.getOrDefault(text.strip(), text.replaceAll("(?m)[ \\t]+$", ""));
        }
        return value;
    }

    private static Map<String, String> sources() throws IOException {
        try (var files = Files.walk(Chart.ROOT.resolve("helm"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/files/"))
                    .collect(Collectors.toMap(
                            file -> Alerts.read(file).strip(),
                            file -> "<" + Chart.ROOT.relativize(file) + ">",
                            (one, _) -> one));
        }
    }

    private static TreeMap<String, String> both(Map<String, String> one, Map<String, String> other) {
        var both = new TreeMap<>(one);
        both.putAll(other);
        assertThat(both).hasSize(one.size() + other.size());
        return both;
    }

    /** What is another object than before: its lines that are others. */
    private static TreeMap<String, String> changed(Map<String, String> before, Map<String, String> after) {
        return Stream.of(before, after)
                .flatMap(objects -> objects.keySet().stream())
                .distinct()
                .filter(name -> !after.getOrDefault(name, "").equals(before.get(name)))
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> difference(before.get(name), after.get(name)),
                        (one, _) -> one,
                        TreeMap::new));
    }

    private static String difference(@Nullable String before, @Nullable String after) {
        if (before == null) {
            return String.valueOf(after);
        }
        return after == null
                ? "# not there\n"
                : difference(before.lines().toList(), after.lines().toList());
    }

    /** The lines that are others; the line before them says where they are. */
    private static String difference(List<String> before, List<String> after) {
        return DiffUtils.diff(before, after).getDeltas().stream()
                .flatMap(delta -> {
                    var at = delta.getSource().getPosition();
                    return Stream.of(
                                    before.subList(Math.max(at - 1, 0), at).stream()
                                            .map("  "::concat),
                                    delta.getSource().getLines().stream().map("- "::concat),
                                    delta.getTarget().getLines().stream().map("+ "::concat))
                            .flatMap(Function.identity());
                })
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static void compare(String values, String what, Map<String, String> objects) throws IOException {
        var file = GOLDEN.resolve(values).resolve(what + (values.equals("default") ? ".yaml" : ".diff"));
        var text = objects.entrySet().stream()
                .map(object -> "# " + object.getKey() + "\n" + object.getValue())
                .collect(Collectors.joining("---\n"));
        if (UPDATE) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        assertThat(text)
                .as("%s is not what is rendered now. Where the difference is meant, write it anew: make golden", file)
                .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }
}
