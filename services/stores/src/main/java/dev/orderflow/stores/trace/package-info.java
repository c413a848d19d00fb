/**
 * The model of a trace, whichever store it was read from. Start with {@link dev.orderflow.stores.trace.Trace}. Uses no
 * other package of ours.
 */
@NullMarked
package dev.orderflow.stores.trace;

import org.jspecify.annotations.NullMarked;
