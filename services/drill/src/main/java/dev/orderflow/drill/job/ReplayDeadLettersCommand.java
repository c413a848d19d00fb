package dev.orderflow.drill.job;

import dev.orderflow.console.ConsoleCommand;
import dev.orderflow.replay.ReplayArguments;
import dev.orderflow.replay.ReplayCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sends dead letters back to their topics, as a pod of the cluster. */
@Command(
        name = "replay-dead-letters",
        description = ReplayCommand.DESCRIPTION,
        exitCodeList = {ReplayCommand.EXIT_0, ReplayCommand.EXIT_1, ReplayCommand.EXIT_2},
        footer = "Example: make replay-dead-letters LIST=1")
public final class ReplayDeadLettersCommand extends ConsoleCommand {

    @Mixin
    private ReplayArguments arguments = new ReplayArguments();

    /**
     * Sends the dead letters of a topic back to it.
     *
     * @return whether all were sent
     */
    public static boolean replay(String topic) throws InterruptedException {
        try {
            return Job.run("replay-dead-letters", List.of("--topic", topic)) == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Integer call() throws Exception {
        return Job.run("replay-dead-letters", Job.given(spec().commandLine().getParseResult(), Set.of()));
    }
}
