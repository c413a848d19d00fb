package dev.orderflow.drill.exercise;

import java.time.Duration;

/**
 * The options of a drill.
 *
 * @param box the time within which something begins, if anything does
 * @param limit the time from the end of the box to the end of the drill
 * @param seed the seed of the selection
 * @param decoys the share of drills in which nothing is wrong, 0 to 1
 * @param name whose verdicts count, by login or the token's name; empty for anybody's
 * @param incident the id of the incident, or {@link #DECOY}; empty to select at random
 * @param keeps whether the figures are kept beside the incidents' files
 */
record DrillOptions(
        Duration box,
        Duration limit,
        long seed,
        double decoys,
        Responder.Kind responder,
        String name,
        String incident,
        boolean keeps) {

    static final String DECOY = "decoy";
}
