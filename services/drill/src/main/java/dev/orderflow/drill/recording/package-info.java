/**
 * Recorded runs: what the stores of a cluster held around an incident, in one file, on which a walk can be repeated
 * without a cluster. Start with {@link dev.orderflow.drill.recording.RecordedRun}.
 */
@NullMarked
package dev.orderflow.drill.recording;

import org.jspecify.annotations.NullMarked;
