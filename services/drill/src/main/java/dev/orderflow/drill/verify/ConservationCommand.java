package dev.orderflow.drill.verify;

import dev.orderflow.drill.cluster.Cluster;
import dev.orderflow.drill.cluster.ExclusiveCommand;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Verifies that the failure of any pod loses no order. */
@Command(
        name = "verify-conservation",
        description = {
            "Kills a pod of each service, then of Kafka, PostgreSQL and Valkey, in turn under a load, and audits "
                    + "every order.",
            "The load's output is kept in build/conservation."
        })
public final class ConservationCommand extends ExclusiveCommand {

    /** Ten pods are killed, each given ten seconds. */
    private static final int SHORTEST = 100;

    @Option(
            names = "--duration",
            paramLabel = "<seconds>",
            defaultValue = "600",
            description = "Seconds of the load, 100 to 99999 (default: ${DEFAULT-VALUE}).")
    private int duration;

    @Option(
            names = "--rate",
            paramLabel = "<number>",
            defaultValue = "4",
            description = "Arrivals a second on average, up to 1000 (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            defaultValue = "1",
            description = "Seed of the arrivals (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    protected void check() {
        requireBetween("--duration", duration, SHORTEST, 99_999);
        if (!(rate > 0 && rate <= 1000)) {
            throw refusal("Invalid value for option '--rate': %s is not above 0 and up to 1000".formatted(rate));
        }
    }

    @Override
    protected boolean runAlone(Cluster cluster) throws Exception {
        return new ConservationCheck(cluster, Duration.ofSeconds(duration), Double.toString(rate), Long.toString(seed))
                .run();
    }
}
