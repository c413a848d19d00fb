/**
 * The clock as a bean, so that tests can set the time. Its one class is {@code ClockAutoConfiguration}. Uses no other
 * package of ours.
 */
@NullMarked
package dev.orderflow.platform.time;

import org.jspecify.annotations.NullMarked;
