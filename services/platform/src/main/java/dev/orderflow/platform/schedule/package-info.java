/**
 * Work that is repeated while the application runs. Its one class is {@code RepeatedTask}. Uses no other package of
 * ours.
 */
@NullMarked
package dev.orderflow.platform.schedule;

import org.jspecify.annotations.NullMarked;
