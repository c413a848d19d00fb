/**
 * The command {@code walk}, which prints a walk from a page to its cause. Start with
 * {@link dev.orderflow.drill.walk.WalkCommand}. May use {@code console}, {@code stores} and the module {@code walk},
 * and no other package of this module.
 */
@NullMarked
package dev.orderflow.drill.walk;

import org.jspecify.annotations.NullMarked;
