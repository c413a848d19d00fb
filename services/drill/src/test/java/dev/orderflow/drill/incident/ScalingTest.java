package dev.orderflow.drill.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.drill.cluster.Deployments;
import dev.orderflow.drill.cluster.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scales one Deployment, which a program in kubectl's place keeps in a file; each of its pods is ready at once. */
@Timeout(60)
class ScalingTest {

    /** Where there is a file "meddle", somebody else scales to one pod after the first growth. */
    private static final String KUBECTL = """
            #!/bin/sh
            cd '%s'
            case "$*" in
              *' get '*)
                cat >/dev/null
                if [ -e meddle ] && [ -e grown ]; then rm meddle; echo 1 >pods; fi
                n=$(cat pods)
                echo '{"items": [{"kind": "Deployment", "metadata": {"name": "order"}, "spec": {"replicas": '$n'},'
                echo '"status": {"replicas": '$n', "readyReplicas": '$n', "updatedReplicas": '$n'}}]}' ;;
              *' replace '*)
                echo "$(sed 's/.*"replicas":\\([0-9]*\\).*/\\1/')" | tee pods >>grown ;;
            esac
            """;

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();

    private Scaling scaling;

    @BeforeEach
    void writeKubectl() throws IOException {
        var program = Files.writeString(folder.resolve("kubectl"), KUBECTL.formatted(folder));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("pods"), "1\n");
        scaling = new Scaling(new Deployments(new Kubectl(program.toString())), 1, said::add);
    }

    @Test
    void podsAreAddedUntilThereAreEnough() throws Exception {
        scaling.to(Map.of("order", 3), () -> false, () -> "");
        assertThat(Files.readAllLines(folder.resolve("grown"))).containsExactly("2", "3");
    }

    /** The responder to an incident scales back while its pods are still being added. */
    @Test
    void whatSomebodyElseScalesMeanwhileStays() throws Exception {
        Files.createFile(folder.resolve("meddle"));
        scaling.to(Map.of("order", 4), () -> false, () -> "");
        assertThat(Files.readAllLines(folder.resolve("grown"))).containsExactly("2");
        assertThat(folder.resolve("pods")).hasContent("1");
        assertThat(said).contains("no more pods: somebody else scales");
    }

    @Test
    void whoeverWantsANumberInsistsOnIt() throws Exception {
        Files.createFile(folder.resolve("meddle"));
        scaling.to(Map.of("order", 3));
        assertThat(folder.resolve("pods")).hasContent("3");
    }
}
