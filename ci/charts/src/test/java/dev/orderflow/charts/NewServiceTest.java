package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services are listed once, in the chart's values; a new one touches eight files, which this test names. */
class NewServiceTest {

    /** By hand. Selectors of all services and golden renders are renewed by the test that compares them. */
    private static final List<String> FILES = List.of(
            "helm/orderflow/values.yaml",
            "pom.xml",
            "services/shipping/pom.xml",
            "services/shipping/src/main/java/dev/orderflow/shipping/ShippingApplication.java",
            "services/shipping/src/main/resources/application.yaml",
            "services/migrate/src/main/resources/db/shipping/V1__shipping.sql",
            "services/walk/src/main/java/dev/orderflow/walk/cause/Cause.java",
            "services/pager/src/main/resources/openapi.yaml");

    private static final String RENEW = "ci/mvn -q test -pl ci/charts -am -Dtest=NewServiceTest,GoldenTest "
            + "-Dsurefire.failIfNoSpecifiedTests=false -Dgolden.update=true";

    @TempDir
    private Path copy;

    @BeforeEach
    void copy() throws IOException {
        for (var file : Tree.files()) {
            if (!file.toString().contains("src/test/")) {
                Files.createDirectories(copy.resolve(file).getParent());
                Files.copy(Chart.ROOT.resolve(file), copy.resolve(file));
            }
        }
    }

    @Test
    void eachServiceHasAllThatAServiceNeeds() {
        assertThat(ServiceList.of(Chart.ROOT).missing()).isEmpty();
    }

    @Test
    void theServicesAreListedInOnePlace() {
        assertThat(ServiceList.of(Chart.ROOT).repeated())
                .as("lists of all services: read them from %s instead (in Java: ServiceCatalog)", ServiceList.VALUES)
                .isEmpty();
    }

    @Test
    void whatSelectsAllServicesSelectsThoseOfTheValues() throws IOException {
        var stale = ServiceList.of(Chart.ROOT).staleSelectors();
        if (Boolean.getBoolean("golden.update")) {
            for (var file : stale.entrySet()) {
                Files.writeString(file.getKey(), file.getValue());
            }
        }
        assertThat(stale.keySet())
                .as("files that select other services than those of %s; renew them: %s", ServiceList.VALUES, RENEW)
                .isEmpty();
    }

    @Test
    void aNewServiceTouchesEightFiles() throws IOException {
        var touched = new TreeSet<String>();
        edit(touched, ServiceList.VALUES, "\nservices:\n", "  shipping:\n    needs: [postgresql]\n    calls: [auth]\n");
        for (var missing = ServiceList.of(copy).missing();
                !missing.isEmpty();
                missing = ServiceList.of(copy).missing()) {
            mend(touched, missing.getFirst());
        }
        assertThat(touched).containsExactlyInAnyOrderElementsOf(FILES).hasSizeLessThanOrEqualTo(8);
        assertThat(ServiceList.of(copy).repeated()).isEmpty();
        var stale = ServiceList.of(copy).staleSelectors();
        assertThat(stale).isNotEmpty();
        for (var file : stale.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
        assertThat(ServiceList.of(copy).staleSelectors()).isEmpty();
    }

    @Test
    void theChartTakesItWithoutAnotherFile() throws Exception {
        var result = new Chart("orderflow")
                .helm(
                        "template",
                        "--values",
                        "ci/images/registry.yaml",
                        "--set",
                        "services.shipping.calls={auth}",
                        "--set",
                        "services.order.calls={auth,shipping}");
        assertThat(result.succeeded()).as(result.errors()).isTrue();
        assertThat(Chart.yaml(result.output()).stream().map(Object::toString))
                .anyMatch(manifest -> manifest.contains("kind=Deployment") && manifest.contains("name=shipping"));
    }

    @Test
    void aListThatStandsElsewhereIsFound() throws IOException {
        var file = copy.resolve("services/order/src/main/java/dev/orderflow/order/Planted.java");
        Files.writeString(
                file,
                "List.of(\n\""
                        + String.join("\",\n\"", ServiceList.of(copy).entries().keySet()) + "\")");
        assertThat(ServiceList.of(copy).repeated())
                .containsExactly("services/order/src/main/java/dev/orderflow/order/Planted.java:8");
    }

    @Test
    void aListOfDependenciesIsFound() throws IOException {
        var pom = copy.resolve("services/local/pom.xml");
        var dependencies = ServiceList.of(copy).entries().keySet().stream()
                .map("    <dependency>\n      <artifactId>%s</artifactId>\n    </dependency>\n\n\n"::formatted)
                .collect(Collectors.joining());
        Files.writeString(
                pom, Files.readString(pom).replace("  </dependencies>\n", dependencies + "  </dependencies>\n"));
        assertThat(ServiceList.of(copy).repeated()).singleElement().asString().startsWith("services/local/pom.xml:");
    }

    @Test
    void whatIsMissingIsNamedWithItsFile() throws IOException {
        var pom = copy.resolve("pom.xml");
        Files.writeString(pom, Files.readString(pom).replace("    <module>services/payment</module>\n", ""));
        assertThat(ServiceList.of(copy).missing())
                .extracting(Object::toString)
                .containsExactly("pom.xml: add <module>services/payment</module>");
    }

    private void mend(TreeSet<String> touched, ServiceList.Missing missing) throws IOException {
        switch (missing.file().replaceAll(".*/", "")) {
            case "pom.xml" -> {
                if (missing.file().equals("pom.xml")) {
                    edit(touched, "pom.xml", "<modules>\n", "    <module>services/shipping</module>\n");
                } else {
                    create(touched, missing.file(), "<project><artifactId>shipping</artifactId></project>");
                }
            }
            case "ShippingApplication.java" -> create(touched, missing.file(), "class ShippingApplication {}");
            case "V1__shipping.sql" -> create(touched, missing.file(), "create table shipment (id uuid primary key);");
            case "application.yaml" -> create(touched, missing.file(), "spring: {application: {name: shipping}}");
            case "Cause.java" -> edit(touched, missing.file(), "enum Component {\n", "        SHIPPING,\n");
            case "openapi.yaml" -> edit(touched, missing.file(), "enum: [gateway,", " shipping,");
            default -> throw new IllegalStateException("a new service touches another file: " + missing);
        }
    }

    private void create(TreeSet<String> touched, String file, String text) throws IOException {
        Files.createDirectories(copy.resolve(file).getParent());
        Files.writeString(copy.resolve(file), text);
        touched.add(file);
    }

    private void edit(TreeSet<String> touched, String file, String after, String text) throws IOException {
        var before = Files.readString(copy.resolve(file));
        assertThat(before).as(file).contains(after);
        Files.writeString(copy.resolve(file), before.replace(after, after + text));
        touched.add(file);
    }
}
