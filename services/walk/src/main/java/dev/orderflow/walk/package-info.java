/**
 * The walk from a page to its cause: a sequence of hops, each a query on a live store. Start with
 * {@link dev.orderflow.walk.Walk}. May use {@code stores} and the package {@code explain}; nothing here uses the
 * package {@code cause}.
 */
@NullMarked
package dev.orderflow.walk;

import org.jspecify.annotations.NullMarked;
