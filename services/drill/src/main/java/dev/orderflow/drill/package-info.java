/**
 * The command line {@code orderflow}: what a person does on the running cluster. Start with
 * {@link dev.orderflow.drill.OrderFlow}, which lists the commands. Uses every package of this module; none uses it.
 */
@NullMarked
package dev.orderflow.drill;

import org.jspecify.annotations.NullMarked;
