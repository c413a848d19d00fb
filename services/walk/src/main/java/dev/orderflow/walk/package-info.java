/** The way from a page to its cause, followed by machine: each hop is a query on a live store. */
@NullMarked
package dev.orderflow.walk;

import org.jspecify.annotations.NullMarked;
