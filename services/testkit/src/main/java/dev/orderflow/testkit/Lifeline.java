package dev.orderflow.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ties a child's life to this process, so that none is left behind even where this one is killed. */
final class Lifeline {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private Lifeline() {}

    /**
     * On Linux the kernel ends the child when its parent goes (prctl PR_SET_PDEATHSIG); elsewhere a clean end must do.
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
