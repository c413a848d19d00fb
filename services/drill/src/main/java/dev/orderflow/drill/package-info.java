/**
 * The command line {@code orderflow}: everything that a person runs against the running cluster. Start with
 * {@link dev.orderflow.drill.OrderFlow}, which lists the commands. May use every package of this module; none of them
 * uses this one.
 */
@NullMarked
package dev.orderflow.drill;

import org.jspecify.annotations.NullMarked;
