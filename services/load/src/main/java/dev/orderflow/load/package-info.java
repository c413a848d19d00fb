/** Shoppers who come when they come: a load that does not wait for the system, and says what it saw of it. */
@NullMarked
package dev.orderflow.load;

import org.jspecify.annotations.NullMarked;
