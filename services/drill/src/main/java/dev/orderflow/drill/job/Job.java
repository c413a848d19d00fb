package dev.orderflow.drill.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.ParseResult;

/** Runs a Kubernetes Job made from a suspended CronJob, through ci/job, and prints its output. */
final class Job {

    private Job() {}

    /**
     * Runs a Job to its end.
     *
     * @return the exit code of the program in the pod; also 1 if it could not be run
     */
    static int run(String cronJob, List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ci/job", cronJob));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).inheritIO().start();
        // Whatever ends this program also ends the Job.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process.waitFor();
    }

    /** Returns the options of a command line except some, for the program in the pod, which has the same options. */
    static List<String> given(ParseResult parsed, Set<String> butNot) {
        var arguments = new ArrayList<String>();
        for (var option : parsed.matchedOptionsSet()) {
            var name = option.names()[0];
            if (!butNot.contains(name)) {
                for (var value : option.originalStringValues()) {
                    arguments.add(name);
                    if (option.arity().max() > 0) {
                        arguments.add(value);
                    }
                }
            }
        }
        return List.copyOf(arguments);
    }
}
