/**
 * The drill: something may begin at an unknown moment, a responder says what it was, and is scored. What was drawn is
 * known to this program alone until the drill is over.
 */
@NullMarked
package dev.orderflow.drill.exercise;

import org.jspecify.annotations.NullMarked;
