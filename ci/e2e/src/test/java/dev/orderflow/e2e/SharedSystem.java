package dev.orderflow.e2e;

import dev.orderflow.local.LocalSystem;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One local system for all tests of this process. It ends with the process. */
final class SharedSystem {

    private static @Nullable LocalSystem system;

    private SharedSystem() {}

    static synchronized LocalSystem get() throws Exception {
        if (system == null) {
            system = LocalSystem.start(
                    Path.of(System.getProperty("user.dir")).resolve("../..").normalize(),
                    LocalSystem.Setup.traced("e2e"));
        }
        return system;
    }
}
