/**
 * The score of the walk on recorded runs, and the commands that record a run and walk on it. Start with
 * {@link dev.orderflow.drill.score.WalkScore}.
 */
@NullMarked
package dev.orderflow.drill.score;

import org.jspecify.annotations.NullMarked;
