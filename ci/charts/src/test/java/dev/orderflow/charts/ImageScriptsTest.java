package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The scripts of ci/images that can be run without a container engine. */
class ImageScriptsTest {

    private record Ended(int code, String output) {}

    @TempDir
    Path folder;

    @Test
    void anImageWithTheTablesConfigurationPasses() throws Exception {
        var entry = entry();
        entry.put("WorkingDir", "/");
        entry.put("Cmd", List.of("postgres"));
        assertThat(configOf(entry)).isEqualTo(new Ended(0, ""));
    }

    @Test
    void aFieldThatDiffersIsNamed() throws Exception {
        var entry = entry();
        entry.remove("StopSignal");
        entry.put("User", "999");
        var ended = configOf(entry);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output())
                .contains("StopSignal is \"\", in upstream.json \"SIGINT\"", "User is \"999\"")
                .doesNotContain("Env is");
    }

    /**
     * A vendor's list sorts before Debian's, as the JDK's does, and so does the archive of Debian's security updates.
     */
    @Test
    void theDebianArchiveIsFoundBehindOthers() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/apt-get")), "no apt");
        var configuration = folder.resolve("apt.conf");
        Files.createDirectories(folder.resolve("lists/partial"));
        Files.createDirectories(folder.resolve("cache/archives/partial"));
        Files.createDirectories(folder.resolve("sources"));
        archive("a-vendor", "Artifactory", "adoptium");
        archive("b-security", "Debian", "Debian-Security");
        archive("c-debian", "Debian", "Debian");
        Files.writeString(configuration, """
                Dir::Etc::SourceList "/dev/null";
                Dir::Etc::SourceParts "%1$s/sources";
                Dir::State::Lists "%1$s/lists";
                Dir::Cache "%1$s/cache";
                APT::Sandbox::User "%2$s";
                """.formatted(folder, System.getProperty("user.name")));
        assertThat(run(Map.of("APT_CONFIG", configuration.toString()), "", "apt-get", "update")
                        .code())
                .isZero();
        var ended = run(
                Map.of(
                        "APT_CONFIG",
                        configuration.toString(),
                        "ORDERFLOW_CACHE",
                        folder.resolve("ours").toString()),
                "",
                "ci/images/debian-packages",
                "--sources",
                "trixie");
        assertThat(ended.output()).endsWith(" file:%s/c-debian/ trixie main\n".formatted(folder));
    }

    /** A folder that apt reads as an archive: unsigned, of one package. */
    private void archive(String name, String origin, String label) throws Exception {
        var binary = Files.createDirectories(folder.resolve(name).resolve("dists/stable/main/binary-amd64"));
        var packages =
                "Package: nothing\nVersion: 1\nArchitecture: all\nFilename: nothing.deb\nSize: 1\nSHA256: %064d\n\n"
                        .formatted(0);
        Files.writeString(binary.resolve("Packages"), packages);
        var sum = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(packages.getBytes(StandardCharsets.US_ASCII)));
        Files.writeString(folder.resolve(name).resolve("dists/stable/Release"), """
                Origin: %s
                Label: %s
                Suite: stable
                Codename: stable
                Architectures: amd64
                Components: main
                Date: Thu, 01 Jan 2026 00:00:00 UTC
                SHA256:
                 %s %d main/binary-amd64/Packages
                """.formatted(
                        origin, label, sum, packages.length()));
        Files.writeString(
                folder.resolve("sources").resolve(name + ".list"),
                "deb [trusted=yes arch=amd64] file:%s stable main\n".formatted(folder.resolve(name)));
    }

    private static Map<String, Object> entry() throws IOException {
        return Chart.map(Chart.yaml(Files.readString(Chart.ROOT.resolve("ci/images/upstream.json")))
                .getFirst()
                .get("postgresql"));
    }

    private static Ended configOf(Map<String, Object> configuration) throws Exception {
        var withWhatIsNotCompared = new ArrayList<Object>((List<?>) configuration.get("Env"));
        withWhatIsNotCompared.addFirst("PG_VERSION=17.11-1.pgdg13+1");
        configuration.put("Env", withWhatIsNotCompared);
        return run(
                Map.of(), new JsonMapper().writeValueAsString(configuration), "ci/images/config-of", "postgresql", "-");
    }

    private static Ended run(Map<String, String> environment, String input, String... command) throws Exception {
        var builder = new ProcessBuilder(command).directory(Chart.ROOT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        try (var to = process.outputWriter()) {
            to.write(input);
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}
