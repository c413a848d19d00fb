package dev.orderflow.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CRDs are byte for byte those of the pinned operators. Skipped where the operators' modules cannot be had: without
 * Go, or without a network at the first time.
 */
class CrdsTest {

    private static final String DRIFT = "is not what the pins give";

    @TempDir
    private Path folder;

    @Test
    void theyAreWhatThePinsGive() throws Exception {
        var result = verify(Chart.ROOT);
        assertThat(result.output())
                .as("helm/stack-jaeger/crds: make crds writes it anew")
                .doesNotContain(DRIFT);
        assertThat(result.code()).as(result.output()).isZero();
    }

    @Test
    void oneThatWasChangedIsFound() throws Exception {
        for (var file : Tree.files()) {
            if (file.startsWith("helm/stack-jaeger/crds")
                    || file.startsWith("ci") && !file.toString().contains("src/")) {
                Files.createDirectories(folder.resolve(file).getParent());
                Files.copy(Chart.ROOT.resolve(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.createDirectories(folder.resolve("k8s"));
        Files.copy(Chart.ROOT.resolve("k8s/ports.env"), folder.resolve("k8s/ports.env"));
        var changed = folder.resolve("helm/stack-jaeger/crds/monitoring.coreos.com_prometheuses.yaml");
        Files.writeString(changed, Files.readString(changed).replaceFirst("type: object", "type: string"));
        assertThat(verify(folder).output()).contains("helm/stack-jaeger/crds " + DRIFT, "make crds");
    }

    private static Script.Result verify(Path tree) throws IOException, InterruptedException {
        var result = new Script(tree, Map.of()).run("bash", "ci/crds", "verify");
        if (result.code() != 0 && !result.output().contains(DRIFT)) {
            abort("the operators' modules are not to be had here, so the CRDs were not compared: " + result.output());
        }
        return result;
    }
}
