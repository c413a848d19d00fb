package dev.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFlagsTest {

    @TempDir
    private Path folder;

    /** That no module has flags of its own is what makes the parent's those of each image. */
    @Test
    void theyAreThoseOfEachImage() throws Exception {
        var root = Path.of("../..");
        assertThat(ImageFlags.read(root.resolve("pom.xml")))
                .contains("-Xmx128m", "-XX:+ExitOnOutOfMemoryError")
                .allMatch(flag -> flag.startsWith("-X"));
        try (var modules = Files.list(root.resolve("services"))) {
            assertThat(modules.map(module -> module.resolve("pom.xml")).filter(Files::exists))
                    .isNotEmpty()
                    .allSatisfy(pom -> assertThat(Files.readString(pom))
                            .as(
                                    "%s: the images' flags stand in the parent pom alone, where the local system reads them",
                                    pom)
                            .doesNotContain("<jvmFlag"));
        }
    }

    @Test
    void aPomWithoutFlagsIsNamed() throws Exception {
        var pom = Files.writeString(folder.resolve("pom.xml"), "<project/>");
        assertThatIllegalStateException()
                .isThrownBy(() -> ImageFlags.read(pom))
                .withMessageStartingWith(pom + " has no jvmFlag");
    }
}
