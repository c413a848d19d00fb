/**
 * The command that sends dead letters back to the topics they came from. Start with {@code ReplayCommand}, then
 * {@code DeadLetters}. Uses {@code console} and {@code contracts}.
 */
@NullMarked
package dev.orderflow.replay;

import org.jspecify.annotations.NullMarked;
