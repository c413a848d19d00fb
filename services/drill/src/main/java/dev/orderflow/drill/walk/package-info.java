/** The command {@code walk}. Uses the modules {@code walk} and {@code stores}, and no other package of this module. */
@NullMarked
package dev.orderflow.drill.walk;

import org.jspecify.annotations.NullMarked;
