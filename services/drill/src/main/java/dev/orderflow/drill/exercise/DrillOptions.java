package dev.orderflow.drill.exercise;

import java.time.Duration;

/**
 * What a drill is to be.
 *
 * @param box within so long it begins, if anything does
 * @param limit so long after the box the drill closes
 * @param seed of the selection
 * @param decoys the share of drills in which nothing is wrong, 0 to 1
 * @param name who answers, by the login or the token's name; empty for whoever does
 * @param incident this one instead of a drawn one, or {@link #DECOY}; empty to draw
 */
record DrillOptions(
        Duration box,
        Duration limit,
        long seed,
        double decoys,
        Responder.Kind responder,
        String name,
        String incident) {

    static final String DECOY = "decoy";
}
