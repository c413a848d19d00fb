package dev.orderflow.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFlagsTest {

    private static final Path ROOT = Path.of("../..");

    @TempDir
    private Path folder;

    @Test
    void theParentsComeBeforeTheServicesOwn() {
        var order = ImageFlags.of(ROOT, "order");
        assertThat(order).contains("-Xmx128m", "-XX:+ExitOnOutOfMemoryError").allMatch(flag -> flag.startsWith("-X"));
        assertThat(ImageFlags.of(ROOT, "auth"))
                .startsWith(order.toArray(String[]::new))
                .endsWith("-Xmx168m");
    }

    @Test
    void aParentWithoutFlagsIsNamed() throws IOException {
        write("", "");
        assertThatIllegalStateException()
                .isThrownBy(() -> ImageFlags.of(folder, "order"))
                .withMessageStartingWith(folder.resolve("pom.xml") + " has no jvmFlag");
    }

    @Test
    void flagsThatReplaceTheParentsAreRefused() throws IOException {
        write("<jvmFlags><jvmFlag>-Xmx1m</jvmFlag></jvmFlags>", "<jvmFlags><jvmFlag>-Xmx2m</jvmFlag></jvmFlags>");
        assertThatIllegalStateException()
                .isThrownBy(() -> ImageFlags.of(folder, "order"))
                .withMessageContaining("services/order/pom.xml: its jvmFlags take the place of the parent's");
    }

    private void write(String parent, String own) throws IOException {
        Files.createDirectories(folder.resolve("services/order"));
        Files.writeString(folder.resolve("pom.xml"), "<project>" + parent + "</project>");
        Files.writeString(folder.resolve("services/order/pom.xml"), "<project>" + own + "</project>");
    }
}
