package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs ci/doctor with a PATH on which programs are really missing, and with ports that are really taken. */
class DoctorTest {

    /** The programs that the doctor itself runs. */
    private static final List<String> ITS_OWN = List.of(
            "awk", "bash", "cat", "cut", "date", "df", "dirname", "env", "grep", "head", "id", "mkdir", "sed", "sort",
            "tail", "tr", "uname");

    private record Answer(int code, String output) {}

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void aPathWithWhatTheDoctorRuns() throws IOException {
        path = Files.createDirectory(folder.resolve("bin"));
        for (var program : ITS_OWN) {
            link(program);
        }
    }

    @Test
    void listsAllThatIsMissingAtOnce() throws Exception {
        for (var program : List.of("git", "tar", "gzip", "xargs", "sha256sum", "shasum")) {
            link(program);
        }
        var answer = doctor(Map.of());
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.output())
                .contains("not installed: make, curl")
                .containsPattern(
                        "missing  Docker is not installed|instead  no Docker engine answers: cluster-up installs one")
                .contains("no valkey-server, and no Python 3 with pip")
                .containsPattern(
                        "instead  no Go [0-9.]+ \\(found: none\\): kind, helm, kubectl, jq are built in a container")
                .containsPattern("make test lacks: make, curl, .*Go.*Python 3 with pip");
    }

    @Test
    void namesAnInstallLineOfEachPlatformIfAsked() throws Exception {
        assertThat(doctor(Map.of(), "--all").output())
                .containsPattern("apt-get install .*git.* or .*dnf install .*git.* or .*brew install .*git");
    }

    @Test
    void findsTheJdkThatJavaHomeNames() throws Exception {
        assertThat(doctor(Map.of("JAVA_HOME", System.getProperty("java.home"))).output())
                .contains("JDK " + Runtime.version().feature() + " in " + System.getProperty("java.home"))
                .doesNotContain("no JDK");
    }

    @Test
    void namesAPortThatIsTakenAndHowToChooseAnother() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answer = doctor(Map.of("PORT_PROMETHEUS", Integer.toString(taken.getLocalPort())), "cluster");
            assertThat(answer.code()).isEqualTo(1);
            assertThat(answer.output())
                    .contains("port %d of 127.0.0.1, where prometheus is to be reached, is taken"
                            .formatted(taken.getLocalPort()))
                    .contains("make cluster-up PORT_PROMETHEUS=");
        }
    }

    @Test
    void namesTheDockerHostThatDoesNotAnswer() throws Exception {
        assumeTrue(link("docker"), "there is no Docker client");
        var host = "unix://" + folder.resolve("none.sock");
        assertThat(doctor(Map.of("DOCKER_HOST", host), "cluster").output())
                .contains("the engine that DOCKER_HOST=%s names does not answer".formatted(host));
    }

    @Test
    void whatBuildsInAContainerIsOfTheVersionsThatAreAskedFor() throws Exception {
        var builders = Chart.map(Chart.yaml(Files.readString(Chart.ROOT.resolve("ci/images/builders.yaml")))
                .getFirst()
                .get("images"));
        try (var files = Files.walk(Chart.ROOT.resolve("ci"), 3)) {
            for (var module : files.filter(file -> file.endsWith("go.mod")).toList()) {
                assertThat((String) builders.get("builderGo"))
                        .as(module.toString())
                        .contains(":" + first("(?m)^go (\\S+)$", module));
            }
        }
        var maven = first("<version>(3\\.\\S+)</version>", Chart.ROOT.resolve("ci/images/builder-maven/pom.xml"));
        assertThat((String) builders.get("builderMaven"))
                .contains(":%s-eclipse-temurin-%s"
                        .formatted(maven, first("<java.version>(\\d+)<", Chart.ROOT.resolve("pom.xml"))));
        assertThat(first("of apache-maven-(\\S+)-bin", Chart.ROOT.resolve("ci/maven")))
                .isEqualTo(maven);
    }

    private static String first(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /** Puts a program of this machine on the doctor's PATH, if the machine has it. */
    private boolean link(String program) throws IOException {
        Optional<Path> real = Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (real.isPresent()) {
            Files.createSymbolicLink(path.resolve(program), real.get());
        }
        return real.isPresent();
    }

    private Answer doctor(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        Stream.concat(Stream.of(path.resolve("bash").toString(), "ci/doctor"), Stream.of(arguments))
                                .toList())
                .directory(Chart.ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", path.toString(), "HOME", folder.toString()));
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }
}
