/**
 * Drills: an incident or a decoy begins at a random moment, a responder states its cause, and the answer is scored.
 * Nothing outside this process knows the selection before the drill is over. Start with {@code Drill}. May use
 * {@code console}, {@code stores}, {@code walk} and the packages {@code cluster} and {@code incident}.
 */
@NullMarked
package dev.orderflow.drill.exercise;

import org.jspecify.annotations.NullMarked;
