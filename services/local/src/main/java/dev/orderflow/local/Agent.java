package dev.orderflow.local;

import dev.orderflow.local.LocalSystem.Setup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whether {@code make local} runs the services with the Java agent. */
enum Agent {
    /** As the tree says: with the agent if it has operator-instrumentation.yaml. */
    TREE,
    ON,
    OFF;

    /** @throws IllegalArgumentException if the text is none; the message lists them */
    static Agent of(String text) {
        return Arrays.stream(values())
                .filter(agent -> agent.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("AGENT=%s is not one of %s; try: make local AGENT=off"
                        .formatted(
                                text,
                                Arrays.stream(values())
                                        .map(agent -> agent.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")))));
    }

    /** @throws IllegalArgumentException for ON in a tree without settings of the agent */
    Setup setup(String name, Path root) {
        return switch (this) {
            case TREE -> Setup.of(name, root);
            case OFF -> Setup.untraced(name);
            case ON -> {
                if (!AgentSettings.areIn(root)) {
                    throw new IllegalArgumentException(
                            ("AGENT=on: %s has no operator-instrumentation.yaml, which has the agent's settings;"
                                            + " try: make local")
                                    .formatted(root));
                }
                yield Setup.traced(name);
            }
        };
    }
}
