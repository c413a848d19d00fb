/**
 * The time that a request has left, kept on each of its calls, and the time that other work may take. Start with
 * {@code Deadline} and {@code TimeLimit}. Uses no other package of ours.
 */
@NullMarked
package dev.orderflow.platform.deadline;

import org.jspecify.annotations.NullMarked;
