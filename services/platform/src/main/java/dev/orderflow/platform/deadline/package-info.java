/**
 * The time that a request has left, kept on each of its calls. Start with {@code Deadline}. Uses no other package of
 * ours.
 */
@NullMarked
package dev.orderflow.platform.deadline;

import org.jspecify.annotations.NullMarked;
