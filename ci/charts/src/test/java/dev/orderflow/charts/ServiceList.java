package dev.orderflow.charts;

import static dev.orderflow.charts.Chart.map;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The services of helm/orderflow/values.yaml in a tree, and what else has to be there for each of them.
 *
 * @param root of the tree
 * @param entries of the values, by name and in their order
 */
record ServiceList(Path root, Map<String, Object> entries) {

    static final String VALUES = "helm/orderflow/values.yaml";

    private static final String SELECTORS = "helm/observability/files";
    private static final Pattern SELECTOR = Pattern.compile("\\b[a-z]+(?:\\|[a-z]+){3,}\\b");

    /** Lines between the first and the last name of what counts as a list. */
    private static final int LIST = 12;

    /** What says something of each service that nothing else says; {@link #missing} compares it. */
    private static final List<String> FACTS = List.of(
            VALUES,
            "pom.xml",
            "services/drill/src/main/resources/telemetry.yaml",
            "services/walk/src/main/java/dev/orderflow/walk/cause/Cause.java",
            "services/pager/src/main/resources/openapi.yaml");

    static ServiceList of(Path root) {
        return new ServiceList(
                root, map(Chart.yaml(read(root.resolve(VALUES))).getFirst().get("services")));
    }

    /** A file that lacks something of a service. */
    record Missing(String file, String what) {

        @Override
        public String toString() {
            return file + ": " + what;
        }
    }

    /** What is missing for services of the values. */
    List<Missing> missing() {
        return entries.keySet().stream().flatMap(this::missing).toList();
    }

    private Stream<Missing> missing(String name) {
        var found = new ArrayList<Missing>();
        var module = "services/" + name;
        var upper = name.toUpperCase(Locale.ROOT);
        var camel = upper.charAt(0) + name.substring(1);
        require(found, "pom.xml", "<module>%s</module>".formatted(module), "add <module>%s</module>".formatted(module));
        require(found, module + "/pom.xml", "<artifactId>" + name + "</artifactId>", "make the module of " + name);
        var main = "%s/src/main/java/dev/orderflow/%s/%sApplication.java".formatted(module, name, camel);
        require(found, main, camel + "Application", "make the main class of " + name);
        var settings = module + "/src/main/resources/application.yaml";
        require(found, settings, "name: " + name, "make the settings of " + name);
        require(found, FACTS.get(3), "        %s,\n".formatted(upper), "add the component %s".formatted(upper));
        if (!components().contains(name)) {
            found.add(new Missing(FACTS.get(4), "add %s to the schema Component".formatted(name)));
        }
        var entry = map(entries.get(name));
        if (entry.get("needs") instanceof List<?> needs && needs.contains("postgresql")) {
            var schema = entry.getOrDefault("schema", name);
            var folder = "services/migrate/src/main/resources/db/" + schema;
            if (!Files.isDirectory(root.resolve(folder))) {
                found.add(new Missing(folder + "/V1__" + name + ".sql", "make the schema of " + name));
            }
        }
        return found.stream();
    }

    private void require(List<Missing> found, String file, String text, String what) {
        if (!Files.exists(root.resolve(file)) || !read(root.resolve(file)).contains(text)) {
            found.add(new Missing(file, what));
        }
    }

    private List<?> components() {
        var schemas =
                map(map(Chart.yaml(read(root.resolve(FACTS.get(4)))).getFirst().get("components"))
                        .get("schemas"));
        return (List<?>) map(schemas.get("Component")).get("enum");
    }

    /** Dashboards, rules and runbooks that select the containers of other services than all of the values, renewed. */
    Map<Path, String> staleSelectors() {
        var all = String.join("|", entries.keySet());
        var stale = new TreeMap<Path, String>();
        for (var file : files(root.resolve(SELECTORS))) {
            var text = read(file);
            var renewed = SELECTOR.matcher(text)
                    .replaceAll(selector -> isOfServices(selector.group()) ? all : selector.group());
            if (!renewed.equals(text)) {
                stale.put(file, renewed);
            }
        }
        return stale;
    }

    private static boolean isOfServices(String selector) {
        return List.of(selector.split("\\|")).containsAll(Set.of("gateway", "auth", "user", "order"));
    }

    /** Where all services are listed again: {@code <file>:<line>}. */
    List<String> repeated() {
        return Stream.of("services", "helm", "ci", "k8s")
                .flatMap(folder -> files(root.resolve(folder)).stream())
                .filter(file -> !isFact(root.relativize(file).toString()))
                .flatMap(this::repeated)
                .toList();
    }

    /** An incident's numbers are its own, and selectors are compared. */
    private static boolean isFact(String file) {
        return FACTS.contains(file)
                || file.startsWith("k8s/incidents/")
                || file.startsWith(SELECTORS)
                || file.contains("/src/test/")
                || file.contains("/target/")
                || file.endsWith(".md");
    }

    private Stream<String> repeated(Path file) {
        // A dependency takes several lines: in a module's pom its distance to the next says nothing.
        var most = file.endsWith("pom.xml") ? Integer.MAX_VALUE : LIST;
        var last = new TreeMap<String, Integer>();
        var lines = read(file).lines().toList();
        for (var line = 0; line < lines.size(); line++) {
            for (var name : entries.keySet()) {
                if (Pattern.compile("(?i)(?<![a-z])" + name + "(?![a-z])")
                        .matcher(lines.get(line))
                        .find()) {
                    last.put(name, line);
                }
            }
            if (last.size() == entries.size()
                    && line
                                    - last.values().stream()
                                            .mapToInt(Integer::intValue)
                                            .min()
                                            .orElse(0)
                            <= most) {
                return Stream.of(root.relativize(file) + ":" + (line + 1));
            }
        }
        return Stream.of();
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && file.toString().matches(".*\\.(java|json|js|md|mk|sh|sql|tpl|xml|ya?ml)|.*/ci/[a-z-]+"))
                    .filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/node_modules/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
