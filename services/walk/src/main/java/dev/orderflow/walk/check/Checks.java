package dev.orderflow.walk.check;

import java.util.List;
import java.util.stream.Stream;

/** The checks that a situation calls for, the most decisive first. */
public final class Checks {

    private Checks() {}

    public static List<Check> of(Situation situation) {
        return Stream.of(
                        Replicas.of(situation),
                        NameResolution.of(situation),
                        LoggedRefusals.of(situation),
                        StoreRefusals.of(situation),
                        OwnDeadline.of(situation),
                        Refusals.of(situation),
                        Throttling.of(situation),
                        Memory.of(situation),
                        Evictions.of(situation),
                        LostKeys.of(situation),
                        Evicted.of(situation),
                        Capacity.of(situation),
                        PodsWaiting.of(situation),
                        Locks.of(situation),
                        LongStatements.of(situation),
                        HeldConnections.of(situation),
                        GroupMembers.of(situation),
                        FailingMessages.of(situation),
                        Reachability.of(situation),
                        StoreReachability.of(situation),
                        Processor.of(situation),
                        OwnCode.of(situation))
                .flatMap(check -> check)
                .toList();
    }
}
