package dev.orderflow.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ties a child process to this one, so that it ends even if this process is killed. */
final class Lifeline {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private Lifeline() {}

    /**
     * Wraps a command so that on Linux the kernel ends the child with its parent (prctl PR_SET_PDEATHSIG). On other
     * systems children end only with a clean shutdown.
     */
    static List<String> tie(List<String> command) {
        if (!Files.isExecutable(SETPRIV)) {
            return command;
        }
        var tied = new ArrayList<>(List.of(SETPRIV.toString(), "--pdeathsig", "TERM"));
        tied.addAll(command);
        return tied;
    }
}
